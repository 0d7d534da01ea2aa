package darkroom.plan;

/**
 * Some of the channels of an embedding, [B, count].
 *
 * @param first the first of them
 */
record EmbeddingPart(int first) implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Floats whole = draft.floats(node.input(0));
        draft.make(node);
        Floats part = draft.floats(node);
        int samples = Math.toIntExact(node.size(0)),
                count = Math.toIntExact(node.channels()),
                all = Math.toIntExact(node.input(0).channels());
        float[] copied = new float[samples * count];
        draft.steps().add("part of an embedding", () -> {
            float[] numbers = whole.read();
            for (int i = 0; i < samples; i++) {
                System.arraycopy(numbers, i * all + first, copied, i * count, count);
            }
            part.write(copied);
        });
        draft.read(node.inputs());
    }
}
