// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Fields that are read in one call. The batch learns: fields that this driver does not know, and
 * fields whose quantity a preferred one tells, are asked no more, until {@link #askAgain}.
 *
 * <p>Layout of {@code nvmlFieldValue_t}, 40 bytes: fieldId at 0, scopeId at 4, valueType at 24,
 * nvmlReturn at 28, value at 32.
 */
final class FieldBatch {

    private static final int SIZE = 40;
    private static final int SCOPE = 4;
    private static final int TYPE = 24;
    private static final int RETURN = 28;
    private static final int VALUE = 32;

    private final List<NvmlField> wanted;
    private final Scratch entries;
    private final Map<Quantity, FailureReason> refused = new EnumMap<>(Quantity.class);
    private final Map<Quantity, NvmlField> tellers = new EnumMap<>(Quantity.class);
    private List<NvmlField> asked;

    FieldBatch(List<NvmlField> wanted) {
        this.wanted = List.copyOf(wanted);
        entries = new Scratch((long) SIZE * wanted.size());
        asked = this.wanted;
        write();
    }

    /** Asks for all of them again: what a device does not support depends on how it is set up. */
    void askAgain() {
        refused.clear();
        tellers.clear();
        asked = wanted;
        write();
    }

    /** Reads all of them; answers of single fields go to {@code found}. */
    void read(NvmlLibrary library, long device, Gathering found) {
        if (!asked.isEmpty()) {
            NvmlReturn answer =
                    library.call(NvmlFunction.FIELD_VALUES, device, asked.size(), entries.at(0));
            if (answer.ok()) {
                take(found);
            } else {
                refused(answer, found);
            }
        }
        refused.forEach(found::missing);
    }

    /** Arguments that were good are refused as a whole only when the handle is worth nothing. */
    private void refused(NvmlReturn answer, Gathering found) {
        if (!answer.isOfTheFunction()) {
            found.ended(answer, NvmlFunction.FIELD_VALUES.symbol());
        }
        asked.forEach(field -> found.missing(field.quantity(), answer.reason()));
    }

    /** Whether it is this field that tells its quantity. */
    boolean tells(NvmlField field) {
        return tellers.get(field.quantity()) == field;
    }

    private void take(Gathering found) {
        Set<NvmlField> dropped = EnumSet.noneOf(NvmlField.class);
        for (int i = 0; i < asked.size(); i++) {
            NvmlField field = asked.get(i);
            NvmlReturn answer = NvmlReturn.of(entries.s32(offset(i) + RETURN));
            if (answer.isForGood() || isTold(field)) {
                dropped.add(field);
            }
            if (answer.ok()) {
                take(field, offset(i), found);
            } else {
                found.refused(field.quantity(), answer, "field " + field.id());
            }
        }
        if (!dropped.isEmpty()) {
            drop(dropped, found);
        }
    }

    private boolean isTold(NvmlField field) {
        NvmlField teller = tellers.get(field.quantity());
        return teller != null && teller != field;
    }

    private void take(NvmlField field, long offset, Gathering found) {
        OptionalLong value = value(field, offset);
        if (value.isPresent() && value.getAsLong() <= Long.MAX_VALUE / field.scale()) {
            tellers.putIfAbsent(field.quantity(), field);
            found.found(field.quantity(), value.getAsLong() * field.scale());
        } else {
            found.missing(field.quantity(), FailureReason.MALFORMED);
        }
    }

    /** The union by its type: 0 double, 1 u32, 2 and 3 u64, 4 s64, 5 s32, 6 u16. */
    private OptionalLong value(NvmlField field, long offset) {
        long value =
                switch (entries.s32(offset + TYPE)) {
                    case 0 -> (long) entries.real(offset + VALUE);
                    case 1 -> entries.u32(offset + VALUE);
                    case 2, 3, 4 -> entries.s64(offset + VALUE);
                    case 5 -> entries.s32(offset + VALUE);
                    case 6 -> entries.u16(offset + VALUE);
                    default -> Long.MIN_VALUE;
                };
        return value < field.least() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private void drop(Set<NvmlField> dropped, Gathering found) {
        List<NvmlField> kept = new ArrayList<>(asked);
        kept.removeAll(dropped);
        asked = List.copyOf(kept);
        for (NvmlField field : dropped) {
            FailureReason why = found.absent().get(field.quantity());
            if (why != null && kept.stream().noneMatch(k -> k.quantity() == field.quantity())) {
                refused.put(field.quantity(), why);
            }
        }
        write();
    }

    private void write() {
        entries.clear();
        for (int i = 0; i < asked.size(); i++) {
            entries.putInt(offset(i), asked.get(i).id());
            entries.putInt(offset(i) + SCOPE, asked.get(i).scope());
        }
    }

    private static long offset(int index) {
        return (long) index * SIZE;
    }
}
