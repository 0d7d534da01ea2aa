import darkroom.data.*;
import darkroom.model.NetworkDenoiser;
import darkroom.network.*;
import darkroom.objective.*;
import darkroom.picture.*;
import darkroom.sample.*;
import darkroom.schedule.*;
import darkroom.settings.*;
import darkroom.torch.*;
import darkroom.train.*;
import java.nio.file.Path;

class Moons {
    public static void main(String... arguments) throws Exception {
        Threads.use(1);
        int updates = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
        DataSet moons = PointClouds.twoMoons(0.04);                      // endless examples, two labels
        Mlp network = new Mlp(new Mlp.Config(2, 128, 3, 3));             // 2 numbers in and out, 3 layers, 2 + 1 labels
        Objective objective = new Objective(Schedules.discrete("squaredcos_cap_v2", 1000),
                PredictionType.V, LossWeight.SNR_PLUS_ONE, LevelDistribution.UNIFORM, Input.TIMESTEP);
        TrainingSettings settings = new TrainingSettings(updates, 128, 1, 0.003, LearningRateSchedule.COSINE, 50,
                Settings.defaults(AdamW.class), 1.0, Settings.defaults(ExponentialMovingAverage.class), 0.1,
                TrainingSettings.Precision.FP32, 7, 500, null);

        try (Trainer trainer = new Trainer(new DenoisingTask(network, objective, moons, 0.1), settings)) {
            while (!trainer.done()) {                                    // noise, ask, compare, correct
                TrainingUpdate now = trainer.advance();
                if (now.update() % 100 == 0) System.out.println("update " + now.update() + ", loss " + now.loss());
            }
            Weights learned = trainer.optimisation().averaged();
            TorchOperations on = new TorchOperations(learned);
            Denoiser denoiser = NetworkDenoiser.of(network, on, objective);
            Sampling sampling = new Sampling(denoiser, new Ddim(0), new Spacing.Trailing().grid(objective.schedule(), 40));
            try (SamplingRun run = sampling.start(SeededNoise.of(1), 500, 2)) {
                run.finish(now -> {});
                float[] points = Tensors.floats(run.x());
                Png.write(Path.of("moons.png"), new Plot(256).of(points));
                float[] fresh = moons.batch(99, 0, 500).values();
                System.out.println("distance to fresh moons " + EnergyDistance.unbiased(points, fresh, 2));
            }
        }
    }
}
