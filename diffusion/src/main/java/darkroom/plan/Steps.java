package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;

/** The steps of a plan in order, each shared by some threads, and the scratch memory that their primitives take turns in. */
final class Steps {

    /**
     * A primitive and what it computes with.
     *
     * @param description which says that its scratch memory is given to it
     */
    record Primitive(primitive_desc_base description, primitive what, Arguments arguments) {}

    /**
     * One step.
     *
     * @param kind what is done, such as {@code convolution 3x3}
     * @param implementation by which oneDNN does it, or {@code java}
     * @param shares what each thread does, from the first on; there may be more threads than shares
     * @param follows whether a share may begin once the one of its number in the step before is done; else all shares must be
     */
    record Step(String kind, String implementation, List<Runnable> shares, boolean follows) {

        /** Does all of it in this thread. */
        void run() {
            shares.forEach(Runnable::run);
        }
    }

    private record Scratch(memory.desc needed, Arguments by, int thread) {}

    private final List<Device> threads;
    private final List<Step> list = new ArrayList<>();
    private final List<Scratch> scratches = new ArrayList<>();

    /** The steps from the last one on that did not follow; none behind Java, of which nobody knows what it reads and writes. */
    private final List<List<List<Primitive>>> stretch = new ArrayList<>();

    /**
     * None so far.
     *
     * @param threads which share them
     */
    Steps(Device device, int threads) {
        this.threads = Stream.generate(device::withOrderOfItsOwn).limit(threads).toList();
    }

    /** A primitive by the first thread. */
    void add(String kind, primitive_desc_base description, primitive what, Arguments arguments) {
        add(kind, List.of(new Primitive(description, what, arguments)));
    }

    /**
     * A primitive for each band of rows, side by side.
     *
     * @param rows of the value that they write
     */
    void share(String kind, long rows, Function<Band, Primitive> made) {
        add(kind, bands(rows).stream().map(made).toList());
    }

    /** The bands of rows that the threads compute, at most one for each. */
    List<Band> bands(long rows) {
        return Band.of(rows, threads.size());
    }

    /** Primitives side by side, the first by the first thread and so on. */
    void add(String kind, List<Primitive> primitives) {
        addSeries(kind, primitives.stream().map(List::of).toList());
    }

    /** Some primitives behind each other for each thread, side by side with those of the others. */
    void addSeries(String kind, List<List<Primitive>> series) {
        List<Runnable> shares = new ArrayList<>();
        for (List<Primitive> own : series) {
            Device device = threads.get(shares.size());
            for (Primitive one : own) {
                memory.desc needed = one.description.scratchpad_desc();
                if (needed.get_size() > 0) {
                    scratches.add(new Scratch(needed, one.arguments, shares.size()));
                }
            }
            shares.add(() -> own.forEach(one -> device.execute(one.what, one.arguments.map())));
        }
        boolean follows = !stretch.isEmpty() && stretch.stream().allMatch(earlier -> keepApart(earlier, series));
        if (!follows) {
            stretch.clear();
        }
        stretch.add(series);
        String implementation = series.stream()
                .flatMap(List::stream)
                .map(one -> one.description.impl_info_str().getString())
                .distinct()
                .collect(Collectors.joining(", "));
        list.add(new Step(kind, implementation, List.copyOf(shares), follows));
    }

    /** Whether no share of a step needs to wait for one of another number in an earlier step. */
    private static boolean keepApart(List<List<Primitive>> earlier, List<List<Primitive>> later) {
        if (earlier.size() != later.size()) {
            return false;
        }
        for (int i = 0; i < later.size(); i++) {
            for (int j = 0; j < earlier.size(); j++) {
                if (i != j && clash(earlier.get(j), later.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean clash(List<Primitive> some, List<Primitive> others) {
        return some.stream().anyMatch(one -> others.stream().anyMatch(other -> one.arguments.clash(other.arguments)));
    }

    /** Work that Java does between primitives. */
    void add(String kind, Runnable work) {
        stretch.clear();
        list.add(new Step(kind, "java", List.of(work), false));
    }

    /** All steps, once they have been given their scratch memory. */
    List<Step> finish(Buffers buffers) {
        for (int i = 0; i < threads.size(); i++) {
            int thread = i;
            List<Scratch> own =
                    scratches.stream().filter(one -> one.thread == thread).toList();
            long most =
                    own.stream().mapToLong(one -> one.needed.get_size()).max().orElse(0);
            if (most > 0) {
                Buffer shared = buffers.fresh(most);
                own.forEach(one ->
                        one.by.with(DNNL_ARG_SCRATCHPAD, threads.get(thread).memory(one.needed, shared.start(), 0)));
            }
        }
        return List.copyOf(list);
    }
}
