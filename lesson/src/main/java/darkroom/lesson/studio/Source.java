package darkroom.lesson.studio;

import darkroom.data.Batch;
import darkroom.exact.FiniteData;
import darkroom.exact.Oracle;
import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.sample.Denoiser;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who says what the clean picture is, with what sampling needs besides. Made, used and closed on the engine's thread.
 *
 * @param denoiser who says it
 * @param schedule the levels that it knows
 * @param condition what it is asked for
 * @param usual how it is sampled unless the request says otherwise
 * @param known the pictures that it knows, or the first that it learned from; null for the oracle, who knows one
 * @param ending frees what was made for this source alone
 */
public record Source(
        Denoiser denoiser,
        DiscreteSchedule schedule,
        Condition condition,
        SamplingSettings usual,
        @Nullable Supplier<Batch> known,
        Runnable ending)
        implements AutoCloseable {

    /** How a denoiser that brings no settings is sampled, but for what the request says. */
    private static final SamplingSettings PLAIN = SamplingSettings.ofSteps(1);

    public static Source of(RunRequest.Maker maker, Pictures.Choice picture, Studio studio) {
        Condition asked = Studio.asked(picture.label());
        return switch (maker) {
            case ORACLE -> {
                Oracle oracle = Scope.call(
                        () -> new Oracle(Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE)),
                        kept -> Stream.empty());
                yield new Source(oracle, Studio.SCHEDULE, Condition.NONE, PLAIN, null, oracle::close);
            }
            case EXACT -> {
                Batch all = Garments.has(picture)
                        ? studio.garments().examples()
                        : picture.kind().equals(Pictures.DRAWN) ? Pictures.setWith(picture.pixels()) : Pictures.set();
                FiniteData exact = FiniteData.of(all, 1, Pictures.SIZE, Pictures.SIZE);
                yield new Source(exact, Studio.SCHEDULE, asked, PLAIN, () -> all, exact::close);
            }
            case LEARNED -> {
                Model model = studio.model(picture);
                yield new Source(
                        model.denoiser(),
                        model.objective().schedule(),
                        asked,
                        model.settings(),
                        studio.seen(picture),
                        () -> {});
            }
        };
    }

    @Override
    public void close() {
        ending.run();
    }
}
