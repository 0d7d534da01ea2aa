package darkroom.plan;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Numbers in native memory that Java reads and writes between primitives. */
final class Floats {

    private final FloatPointer memory;
    private final float[] copy;

    /** So many numbers from one on. */
    Floats(Pointer memory, long from, long count) {
        this.memory = new FloatPointer(memory).getPointer(from);
        this.copy = new float[Math.toIntExact(count)];
    }

    /** A copy of the numbers, good until the next call. */
    float[] read() {
        memory.get(copy);
        return copy;
    }

    void write(float[] numbers) {
        memory.put(numbers);
    }
}
