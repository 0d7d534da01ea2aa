package darkroom.torch;

import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Mixed precision: matrix products and convolutions in bfloat16, all else in float32, on the calling thread. */
public final class Autocast {

    static {
        Natives.ready();
    }

    private Autocast() {}

    /** Runs a body, which must not run a backward pass, in mixed precision. */
    public static <R> R bfloat16(Supplier<R> body) {
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        try {
            return body.get();
        } finally {
            torch.set_autocast_enabled(DeviceType.CPU, false);
            torch.clear_cache();
        }
    }
}
