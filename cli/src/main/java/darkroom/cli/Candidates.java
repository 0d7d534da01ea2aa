package darkroom.cli;

import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.guide.Guidance;
import darkroom.plan.Engine;
import darkroom.sample.Clipping;
import darkroom.sample.Samplers;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.settings.Registry;
import java.util.ArrayList;

/** What an option may name, from the registries, for help texts and the shell's completion. */
final class Candidates {

    private Candidates() {}

    private static class Of extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Of(Registry<?> registry) {
            super(registry.names());
        }
    }

    static final class OfScheduler extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        OfScheduler() {
            super(SchedulerClasses.names());
        }
    }

    static final class OfEngine extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        OfEngine() {
            super(Engine.names());
        }
    }

    static final class OfSampler extends Of {
        private static final long serialVersionUID = 1;

        OfSampler() {
            super(Samplers.ALL);
        }
    }

    static final class OfSpacing extends Of {
        private static final long serialVersionUID = 1;

        OfSpacing() {
            super(Spacing.ALL);
        }
    }

    static final class OfGuidance extends Of {
        private static final long serialVersionUID = 1;

        OfGuidance() {
            super(Guidance.ALL);
        }
    }

    static final class OfClipping extends Of {
        private static final long serialVersionUID = 1;

        OfClipping() {
            super(Clipping.ALL);
        }
    }

    static final class OfSchedule extends Of {
        private static final long serialVersionUID = 1;

        OfSchedule() {
            super(Schedules.ALL);
        }
    }
}
