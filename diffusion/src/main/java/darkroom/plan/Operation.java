package darkroom.plan;

/** What makes a value of a pass, and how it is done with oneDNN. */
interface Operation {

    /** Adds the steps that compute a node of this operation, and of those behind it that can be done in the same go. */
    void plan(Node node, Draft draft);

    /**
     * Whether it is done in the same go as what is read.
     *
     * @param node of this operation, the only reader of the chain's last
     * @param chain to which it adds itself if it can
     */
    default boolean follow(Node node, Chain chain) {
        return false;
    }
}
