package darkroom.train;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import java.util.List;

/** A task in which nothing is random but the examples. */
interface ExampleTask extends Task<Batch> {

    /** What is learned from. */
    DataSet data();

    @Override
    default Batch draw(long seed, long index, int count) {
        return data().batch(seed, index, count);
    }

    @Override
    default List<Share<Batch>> divided(Batch drawn, int most) {
        return Share.ofRows(drawn.labels().length, most, drawn::rows);
    }
}
