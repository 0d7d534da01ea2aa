package darkroom.lesson.field;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.exact.GaussianMixture;
import darkroom.lesson.engine.SampledWork;
import darkroom.sample.SamplingRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several ways through one field, walked one after the other and told as each arrives. */
abstract class WaysRun extends SampledWork {

    /** How many walkers of a crowd are shown. */
    static final int SHOWN = 100;

    protected final Plane plane;
    protected final GaussianMixture denoiser;
    protected final List<Way> ways = new ArrayList<>();
    private int at;

    WaysRun(Plane plane) {
        this.plane = plane;
        denoiser = plane.denoiser();
    }

    @Override
    protected boolean more() {
        return at < ways.size();
    }

    @Override
    protected SamplingRun advancing() {
        return ways.get(at).run();
    }

    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        Way way = ways.get(at);
        way.stepped();
        if (!way.run().done()) {
            return null;
        }
        at++;
        return way.told(SHOWN);
    }

    @Override
    public void close() {
        ways.forEach(Way::close);
        denoiser.close();
    }
}
