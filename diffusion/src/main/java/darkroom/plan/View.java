package darkroom.plan;

/** The same numbers in another shape: the pixels of a picture, whose channels lie side by side, are its tokens as they are. */
record View() implements Operation {

    @Override
    public boolean follow(Node node, Chain chain) {
        return true;
    }

    @Override
    public void plan(Node node, Draft draft) {
        draft.bind(node, draft.place(node.input(0)));
        draft.read(node.inputs());
    }
}
