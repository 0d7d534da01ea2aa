package darkroom.sample;

import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.guide.GuidanceInterval;
import darkroom.schedule.Spacing;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What one reader asks for; no two readers ask for the same. */
record Reader(String sampler, int number) {

    static List<Reader> all(int count) {
        List<String> names = List.copyOf(Samplers.names());
        return IntStream.range(0, count)
                .mapToObj(i -> new Reader(names.get(i % names.size()), i))
                .toList();
    }

    static List<Reader> ofEverySampler() {
        return all(Samplers.names().size());
    }

    /** @param noise the run's, which closes it */
    SamplingRun start(Denoiser denoiser, Noise noise, long... sample) {
        ClassifierFree guidance = new ClassifierFree(number % 4);
        Sampling sampling = new Sampling(
                denoiser,
                Samplers.named(sampler),
                new Spacing.Trailing().grid(SmallNetwork.SCHEDULE, 4 + number % 5),
                number % 6 == 5 ? Condition.NONE : Condition.labels(number % 3),
                number % 2 == 0 ? guidance : new GuidanceInterval(guidance, 0.1, 2.0),
                number % 3 == 0 ? Clipping.NONE : RangeClipping.PICTURES);
        return sampling.start(
                noise,
                LongStream.concat(LongStream.of(1L + number % 2), LongStream.of(sample))
                        .toArray());
    }
}
