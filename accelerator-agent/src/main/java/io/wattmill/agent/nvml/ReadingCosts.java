// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.nvml.DriverFindings.Cost;
import io.wattmill.kit.time.Ticker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Times readings of one device: the median, because the first calls of a JVM are not typical. */
final class ReadingCosts {

    private static final int WARM_UP = 3;

    private final NvmlLibrary library;
    private final GpuIdentity gpu;
    private final int calls;
    private final Ticker ticker;

    ReadingCosts(NvmlLibrary library, GpuIdentity gpu, int calls, Ticker ticker) {
        this.library = library;
        this.gpu = gpu;
        this.calls = calls;
        this.ticker = ticker;
    }

    /** Of the two looks, of each field and of each function that the device answers. */
    List<Cost> of(GpuReader reader) {
        List<Cost> costs = new ArrayList<>();
        costs.add(cost("fast look", reader::fast));
        costs.add(cost("slow look", reader::slow));
        Arrays.stream(NvmlField.values()).forEach(field -> add(field, costs));
        Arrays.stream(NvmlScalar.values()).forEach(scalar -> add(scalar, costs));
        costs.sort(Comparator.comparingLong(Cost::medianNanos).reversed());
        return costs;
    }

    private void add(NvmlField field, List<Cost> costs) {
        FieldBatch alone = new FieldBatch(List.of(field));
        Gathering found = new Gathering();
        alone.read(library, gpu.handle(), found);
        if (found.has(field.quantity())) {
            String name = "field %d scope %d".formatted(field.id(), field.scope());
            costs.add(cost(name, () -> alone.read(library, gpu.handle(), new Gathering())));
        }
    }

    private void add(NvmlScalar scalar, List<Cost> costs) {
        Scratch answer = new Scratch(Long.BYTES);
        if (scalar.call(library, gpu.handle(), answer).ok()) {
            costs.add(cost(name(scalar), () -> scalar.call(library, gpu.handle(), answer)));
        }
    }

    private static String name(NvmlScalar scalar) {
        String symbol = scalar.function().symbol();
        return scalar.function() == NvmlFunction.CLOCK ? symbol + " " + scalar.quantity() : symbol;
    }

    private Cost cost(String what, Runnable reading) {
        for (int i = 0; i < WARM_UP; i++) {
            reading.run();
        }
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long before = ticker.nanos();
            reading.run();
            nanos[i] = ticker.nanos() - before;
        }
        Arrays.sort(nanos);
        return new Cost(what, nanos[calls / 2]);
    }
}
