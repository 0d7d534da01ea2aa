package darkroom.torch;

import darkroom.network.DecoratedOperations;
import darkroom.network.Operations;
import org.bytedeco.pytorch.Tensor;

/** Lets a watcher look on and step in; what is computed is the same to the last bit while it replaces nothing. */
public final class WatchedOperations extends DecoratedOperations<Tensor> {

    private final Watcher watcher;

    /**
     * Watched operations.
     *
     * @param inner who computes
     * @param watcher who watches
     */
    public WatchedOperations(Operations<Tensor> inner, Watcher watcher) {
        super(inner);
        this.watcher = watcher;
    }

    @Override
    public Tensor attention(String name, Tensor query, Tensor key, Tensor value, int heads) {
        watcher.attention(name, TorchOperations.attentionWeights(query, key, heads));
        return super.attention(name, query, key, value, heads);
    }

    @Override
    public Tensor part(String name, Tensor result) {
        return watcher.part(name, super.part(name, result));
    }

    @Override
    public Tensor skip(String into, Tensor brought) {
        return watcher.skip(into, super.skip(into, brought));
    }
}
