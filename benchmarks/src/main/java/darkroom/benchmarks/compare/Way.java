package darkroom.benchmarks.compare;

import java.util.List;

/** The configurations of the peers. */
final class Way {

    private static final List<String> ON_TORCH = List.of("eager", "channels_last", "compiled", "frozen");

    /** Diffusers on PyTorch in four ways, and the same module in two other engines. */
    static final List<String> ALL = List.of("eager", "channels_last", "compiled", "frozen", "openvino", "onnxruntime");

    private Way() {}

    static boolean onTorch(String way) {
        return ON_TORCH.contains(way);
    }
}
