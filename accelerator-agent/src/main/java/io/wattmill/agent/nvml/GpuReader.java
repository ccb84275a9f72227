// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.PowerBasis;
import io.wattmill.agent.device.PowerBasis.Averaging;
import io.wattmill.agent.device.PowerBasis.Scope;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.nvml.NvmlField.Cadence;
import io.wattmill.agent.source.FailureReason;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads one GPU. All calls are made by one thread. What changes slowly is read about once a second
 * and is part of every reading until it is read again.
 */
final class GpuReader {

    private final NvmlLibrary library;
    private final GpuIdentity gpu;
    private final LookCadence cadence;
    private final FieldBatch fast = new FieldBatch(NvmlField.of(Cadence.FAST));
    private final FieldBatch slow = new FieldBatch(NvmlField.of(Cadence.SLOW));
    private final FieldBatch rare = new FieldBatch(NvmlField.of(Cadence.RARE));
    private final DirectReads direct;
    private final MigParts mig;
    private final NvLinks links;
    private Gathering slowFound = new Gathering();
    private Gathering rareFound = new Gathering();
    private DeviceFacts facts;
    private boolean started;
    private long slowAtNanos;
    private long rareAtNanos;
    private long askedAtNanos;

    GpuReader(NvmlLibrary library, GpuIdentity gpu, LookCadence cadence) {
        this.library = library;
        this.gpu = gpu;
        this.cadence = cadence;
        this.direct = new DirectReads(library, gpu.handle());
        this.mig = new MigParts(library, gpu.handle());
        this.links = new NvLinks(library, gpu.handle());
        this.facts = gpu.facts();
    }

    /** Everything that is to be said at {@code nowNanos}. */
    DeviceReading read(long nowNanos) {
        if (askingAgainIsDue(nowNanos)) {
            askAgain(nowNanos);
        }
        Gathering found = fast();
        if (found.end().isEmpty() && slowIsDue(nowNanos)) {
            slow();
            slowAtNanos = nowNanos;
        }
        if (found.end().isEmpty() && rareIsDue(nowNanos)) {
            if (isDividedAnew(found)) {
                askAgain(nowNanos);
            }
            rareAtNanos = nowNanos;
        }
        started = true;
        return reading(found);
    }

    /** What is read with each look. */
    Gathering fast() {
        Gathering found = new Gathering();
        fast.read(library, gpu.handle(), found);
        power(found, Quantity.POWER_INSTANT_MW);
        power(found, Quantity.POWER_AVERAGE_MW);
        direct.scalars(NvmlScalar.INSTEAD_OF_FIELDS, found);
        return found;
    }

    /** What is read about once a second. */
    Gathering slow() {
        slowFound = new Gathering();
        slow.read(library, gpu.handle(), slowFound);
        direct.scalars(NvmlScalar.SLOW, slowFound);
        direct.structs(slowFound);
        return slowFound;
    }

    /** What is read rarely; whether the device is no longer, or newly, divided. */
    private boolean isDividedAnew(Gathering found) {
        Long before = rareFound.values().get(Quantity.MIG_MODE);
        rare(found);
        Long now = rareFound.values().get(Quantity.MIG_MODE);
        return before != null && now != null && !before.equals(now);
    }

    private void rare(Gathering found) {
        rareFound = new Gathering();
        shown(rareFound);
        Long many = slowFound.values().get(Quantity.NVLINK_LINKS);
        if (many != null) {
            links.read(many, rareFound);
        }
        facts = facts.with(basis(found), mig.read(rareFound));
    }

    /** What is only shown; whether the device is lost others find out. */
    private void shown(Gathering found) {
        Gathering shown = new Gathering();
        rare.read(library, gpu.handle(), shown);
        shown.values().forEach(found::found);
        shown.absent().forEach(found::missing);
    }

    /** From the next look on, everything is asked for, however it was refused. */
    private void askAgain(long nowNanos) {
        Stream.of(fast, slow, rare).forEach(FieldBatch::askAgain);
        direct.askAgain();
        askedAtNanos = nowNanos;
    }

    private boolean askingAgainIsDue(long nowNanos) {
        if (!started) {
            askedAtNanos = nowNanos;
        }
        return nowNanos - askedAtNanos >= cadence.anewNanos();
    }

    /** Power is the instant one where the driver has it, else the average. */
    private static void power(Gathering found, Quantity better) {
        Long milliwatts = found.values().get(better);
        if (milliwatts != null) {
            found.found(Quantity.POWER_MW, milliwatts);
        }
    }

    private boolean slowIsDue(long nowNanos) {
        return !started || nowNanos - slowAtNanos >= cadence.slowNanos();
    }

    private boolean rareIsDue(long nowNanos) {
        return !started || nowNanos - rareAtNanos >= cadence.rareNanos();
    }

    private PowerBasis basis(Gathering found) {
        if (found.has(Quantity.POWER_INSTANT_MW)) {
            return new PowerBasis(scope(NvmlField.POWER_INSTANT_MODULE), Averaging.INSTANT);
        }
        return found.has(Quantity.POWER_AVERAGE_MW)
                ? new PowerBasis(scope(NvmlField.POWER_AVERAGE_MODULE), Averaging.ONE_SECOND)
                : PowerBasis.UNSAID;
    }

    private Scope scope(NvmlField ofModule) {
        return fast.tells(ofModule) ? Scope.MODULE : Scope.BOARD;
    }

    private DeviceReading reading(Gathering found) {
        return found.end()
                .or(slowFound::end)
                .or(rareFound::end)
                .map(why -> DeviceReading.silent(gpu.uuid(), gpu.name(), facts, why))
                .orElseGet(() -> told(found));
    }

    private DeviceReading told(Gathering found) {
        Map<Quantity, Long> values = new EnumMap<>(slowFound.values());
        values.putAll(rareFound.values());
        values.putAll(found.values());
        return new DeviceReading(
                gpu.uuid(), gpu.name(), values, facts, absences(found, values), Optional.empty());
    }

    /** Why the rest was not read; what one pace did not find another may have. */
    private Map<Quantity, FailureReason> absences(Gathering found, Map<Quantity, Long> values) {
        Map<Quantity, FailureReason> absent = new EnumMap<>(Quantity.class);
        absent.putAll(rareFound.absent());
        absent.putAll(slowFound.absent());
        absent.putAll(found.absent());
        if (!absent.isEmpty()) {
            absent.keySet().removeAll(values.keySet());
        }
        return absent;
    }
}
