package darkroom.schedule;

/** A variance-preserving schedule defined by its alpha_bar. */
interface AlphaBars extends ScheduleFamily {

    /** The share of power that is left at a time in [0, 1]. */
    double alphaBar(double t);

    @Override
    default DiscreteSchedule discrete(int timesteps) {
        return DiscreteSchedule.of(name(), timesteps, k -> continuous().at((double) k / timesteps));
    }

    @Override
    default NoiseSchedule continuous() {
        return t -> NoiseLevel.ofAlphaBar(Math.max(0, alphaBar(t)));
    }
}
