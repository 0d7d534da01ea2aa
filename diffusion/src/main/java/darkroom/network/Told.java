package darkroom.network;

import org.jspecify.annotations.Nullable;

/**
 * What all pieces of a U-Net are told.
 *
 * @param activeTime the time embedding behind its activation, [B, E]
 * @param text embeddings of a text's tokens, [B, L, D]; null for a network that is told no text
 */
record Told<T>(T activeTime, @Nullable T text) {

    /** The text of a piece that cannot do without. */
    T requireText() {
        if (text == null) {
            throw new IllegalStateException("A piece that attends to a text is told none.");
        }
        return text;
    }
}
