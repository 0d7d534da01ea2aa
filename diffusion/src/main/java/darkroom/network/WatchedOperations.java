package darkroom.network;

import org.bytedeco.pytorch.Tensor;

/** As {@link TorchOperations}, to the last bit, with a watcher looking on. */
public final class WatchedOperations extends TorchOperations {

    private final Watcher watcher;

    /** Operations with given weights, for evaluation, and who watches. */
    public WatchedOperations(Weights weights, Watcher watcher) {
        super(weights);
        this.watcher = watcher;
    }

    @Override
    public Tensor attention(String name, Tensor query, Tensor key, Tensor value, int heads) {
        watcher.attention(name, attentionWeights(query, key, heads));
        return super.attention(name, query, key, value, heads);
    }

    @Override
    public Tensor part(String name, Tensor result) {
        return watcher.part(name, result);
    }

    @Override
    public Tensor skip(String into, Tensor brought) {
        return watcher.skip(into, brought);
    }
}
