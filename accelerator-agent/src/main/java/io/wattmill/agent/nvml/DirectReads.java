// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What functions tell of one device beside its fields. What this driver does not offer is asked
 * once, until {@link #askAgain}. Layouts are those of nvml.h 13.3; a struct that has a version
 * carries size and version in its first word.
 */
final class DirectReads {

    private static final int BYTES = 64;
    private static final int MEMORY_V2_VERSION = 0x02000028;
    private static final int TEMPERATURE_V1_VERSION = 0x0100000c;
    private static final int MARGIN_V1_VERSION = 0x01000008;
    private static final long MIB = 1024 * 1024;
    private static final long PPM_PER_PERCENT = 10_000;

    private final NvmlLibrary library;
    private final long device;
    private final Scratch answer = new Scratch(BYTES);
    private final Set<NvmlScalar> unknownScalars = EnumSet.noneOf(NvmlScalar.class);
    private final Set<NvmlFunction> unknown = EnumSet.noneOf(NvmlFunction.class);

    DirectReads(NvmlLibrary library, long device) {
        this.library = library;
        this.device = device;
    }

    /** Asks for everything again: what a device does not support depends on how it is set up. */
    void askAgain() {
        unknownScalars.clear();
        unknown.clear();
    }

    /** Reads those whose quantity nobody told yet. */
    void scalars(List<NvmlScalar> wanted, Gathering found) {
        for (NvmlScalar scalar : wanted) {
            if (found.end().isEmpty() && !found.has(scalar.quantity())) {
                scalar(scalar, found);
            }
        }
    }

    /** Utilization, memory and temperatures. */
    void structs(Gathering found) {
        utilization(found);
        memory(found);
        temperature(found);
        margin(found);
    }

    private void scalar(NvmlScalar scalar, Gathering found) {
        if (unknownScalars.contains(scalar)) {
            found.missing(scalar.quantity(), FailureReason.UNSUPPORTED);
            return;
        }
        answer.clear();
        NvmlReturn said = scalar.call(library, device, answer);
        if (said.isForGood()) {
            unknownScalars.add(scalar);
        }
        if (said.ok() && scalar.value(answer) >= 0) {
            found.found(scalar.quantity(), scalar.value(answer));
        } else if (said.ok()) {
            found.missing(scalar.quantity(), FailureReason.MALFORMED);
        } else {
            found.refused(scalar.quantity(), said, scalar.function().symbol());
        }
    }

    /** nvmlUtilization_t: gpu at 0, memory at 4, both percent. */
    private void utilization(Gathering found) {
        if (asked(NvmlFunction.UTILIZATION, Quantity.UTILIZATION_PPM, 0, found)) {
            found.found(Quantity.UTILIZATION_PPM, answer.u32(0) * PPM_PER_PERCENT);
            found.found(Quantity.MEMORY_UTILIZATION_PPM, answer.u32(4) * PPM_PER_PERCENT);
        }
    }

    /** nvmlMemory_v2_t: total at 8, free at 24, used at 32; nvmlMemory_t: 0, 8, 16; bytes. */
    private void memory(Gathering found) {
        if (asked(NvmlFunction.MEMORY_V2, Quantity.MEMORY_MIB, MEMORY_V2_VERSION, found)) {
            memory(8, 24, 32, found);
        } else if (asked(NvmlFunction.MEMORY, Quantity.MEMORY_MIB, 0, found)) {
            memory(0, 8, 16, found);
        }
    }

    private void memory(int total, int free, int used, Gathering found) {
        found.found(Quantity.MEMORY_MIB, answer.s64(total) / MIB);
        found.found(Quantity.MEMORY_FREE_MIB, answer.s64(free) / MIB);
        found.found(Quantity.MEMORY_USED_MIB, answer.s64(used) / MIB);
    }

    /** nvmlTemperature_v1_t: sensor 0 at 4, degrees at 8; or the older function with sensor 0. */
    private void temperature(Gathering found) {
        if (asked(
                NvmlFunction.TEMPERATURE_V,
                Quantity.TEMPERATURE_C,
                TEMPERATURE_V1_VERSION,
                found)) {
            found.found(Quantity.TEMPERATURE_C, answer.s32(8));
        } else if (found.end().isEmpty() && !unknown.contains(NvmlFunction.TEMPERATURE)) {
            answer.clear();
            NvmlReturn said = library.call(NvmlFunction.TEMPERATURE, device, 0, answer.at(0));
            if (judged(said, NvmlFunction.TEMPERATURE, Quantity.TEMPERATURE_C, found)) {
                found.found(Quantity.TEMPERATURE_C, answer.u32(0));
            }
        }
    }

    /** nvmlMarginTemperature_v1_t: degrees at 4. */
    private void margin(Gathering found) {
        if (asked(
                NvmlFunction.MARGIN_TEMPERATURE,
                Quantity.TEMPERATURE_MARGIN_C,
                MARGIN_V1_VERSION,
                found)) {
            found.found(Quantity.TEMPERATURE_MARGIN_C, answer.s32(4));
        }
    }

    private boolean asked(NvmlFunction function, Quantity quantity, int version, Gathering found) {
        if (found.end().isPresent()) {
            return false;
        }
        if (unknown.contains(function)) {
            found.missing(quantity, FailureReason.UNSUPPORTED);
            return false;
        }
        answer.clear();
        answer.putInt(0, version);
        return judged(library.call(function, device, answer.at(0)), function, quantity, found);
    }

    private boolean judged(
            NvmlReturn said, NvmlFunction function, Quantity quantity, Gathering found) {
        if (said.isForGood()) {
            unknown.add(function);
        }
        if (!said.ok()) {
            found.refused(quantity, said, function.symbol());
        }
        return said.ok();
    }
}
