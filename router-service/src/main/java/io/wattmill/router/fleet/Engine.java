// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineShape;
import io.wattmill.router.engine.OperatingPoint;
import io.wattmill.router.fleet.NodeReading.DeviceReading;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An engine of a node: what it is, what was last reported of it, and whether it is suspected. */
public final class Engine {
    private final EngineKey key;
    private final EngineDescription description;
    private final EngineShape shape;
    private final String gpuType;
    private Optional<EngineReading> reading = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private Optional<String> unfitDevice = Optional.empty();
    private EngineDevices devices;
    private boolean doubted;
    private PassiveHealth health = new PassiveHealth();
    private boolean returning;
    private OptionalLong warmsSinceNanos = OptionalLong.empty();

    /** A request that the engine failed. */
    private record Failure(String reason, long atNanos) {}

    Engine(NodeDescription node, EngineDescription description) {
        this.key = new EngineKey(node.nodeId(), description.engineId());
        this.description = description;
        this.gpuType = node.gpuType(description);
        this.devices = new EngineDevices(node, description);
        List<String> names = description.models().stream().map(ServedModel::name).toList();
        EngineBackend backend = EngineBackend.ofKind(description.kind());
        this.shape = EngineShape.of(names, gpuType, description.spread(), backend);
    }

    /** Keeps what was learned of the engine when its node says hello again. */
    void inherit(Engine earlier) {
        reading = earlier.reading;
        failure = earlier.failure;
        unfitDevice = earlier.unfitDevice;
        doubted = earlier.doubted;
        devices = description.equals(earlier.description) ? earlier.devices : devices;
        health = earlier.health;
        returning = earlier.returning;
        warmsSinceNanos = earlier.warmsSinceNanos;
    }

    /** Takes no work while one of its devices takes none. Hardly ever any does. */
    void standOn(Map<String, String> unfitDevices) {
        unfitDevice =
                unfitDevices.isEmpty()
                        ? Optional.empty()
                        : description.deviceIds().stream()
                                .filter(unfitDevices::containsKey)
                                .findFirst()
                                .map(id -> id + " " + unfitDevices.get(id));
    }

    /** Its node's figures are not believed. Only that it cannot be reached is. */
    void doubt(EngineReading told) {
        doubted = true;
        if (!told.reachable()) {
            reading = Optional.of(EngineReading.unreachable(told));
        } else {
            reading = reading.filter(EngineReading::reachable);
        }
    }

    /** It is new, or was away: once it can be reached it starts slowly. */
    void returns() {
        returning = true;
    }

    void warmsUp(Moment now) {
        returning = false;
        warmsSinceNanos = OptionalLong.of(now.nanos());
    }

    void read(EngineReading newReading, Moment now, FleetRules rules) {
        boolean back = returning || reading.filter(before -> !before.reachable()).isPresent();
        if (back && newReading.reachable()) {
            warmsUp(now);
        }
        reading = Optional.of(newReading);
        doubted = false;
        boolean good = newReading.reachable();
        failure = failure.filter(f -> !good || now.nanos() - f.atNanos() <= rules.settleNanos());
    }

    /** What its node tells of its devices, while it is believed. */
    void runsOn(List<DeviceReading> told) {
        devices.read(told);
    }

    /** How its devices are made to run at present. */
    public OperatingPoint operatingPoint() {
        return devices.point();
    }

    /** What its devices have drawn so far; empty when that is not known of all, or not its own. */
    public OptionalLong microjoules() {
        return devices.microjoules();
    }

    /** What holds its slowest device's clock down, in words; empty when nothing is said to. */
    public String slowedBy() {
        return devices.slowedBy();
    }

    void fail(String reason, Moment now) {
        failure = Optional.of(new Failure(reason, now.nanos()));
    }

    /** Forgets a failure that is long ago. Returns whether there was one. */
    boolean forgive(Moment now, FleetRules rules) {
        boolean failed = failure.isPresent();
        failure = failure.filter(f -> now.nanos() - f.atNanos() <= rules.failureCooldownNanos());
        return failed && failure.isEmpty();
    }

    PassiveHealth health() {
        return health;
    }

    /** How it is out for what requests have seen of it, if so. */
    public Optional<Ejection> ejection() {
        return health.ejection();
    }

    /** Share of itself that it gives while it starts slowly, parts per million. */
    public int sharePpm(Moment now, OutlierRules rules) {
        return warmsSinceNanos.isEmpty()
                ? 1_000_000
                : SlowStart.sharePpm(
                        now.nanos() - warmsSinceNanos.getAsLong(), rules.slowStartNanos());
    }

    /** Whether it should get one more request beside these. Asked of each for each request. */
    Admission admission(int inFlight, Moment now, OutlierRules rules) {
        if (health.ejection().isPresent() && !health.wantsProbe(now, rules)) {
            return Admission.EJECTED;
        }
        if (warmsSinceNanos.isEmpty()) {
            return Admission.OPEN;
        }
        int bound = SlowStart.sequences(sharePpm(now, rules), description.maxRunning());
        return inFlight < bound ? Admission.OPEN : Admission.WARMING;
    }

    /** Forgets a slow start that is over. */
    void settle(Moment now, OutlierRules rules) {
        if (sharePpm(now, rules) == 1_000_000) {
            warmsSinceNanos = OptionalLong.empty();
        }
    }

    public EngineKey key() {
        return key;
    }

    public EngineDescription description() {
        return description;
    }

    /** Catalogue name of its GPUs; empty when not told. */
    public String gpuType() {
        return gpuType;
    }

    /** What predicts it. */
    public EngineShape shape() {
        return shape;
    }

    /** The last report of it, if any since its node said hello. */
    public Optional<EngineReading> reading() {
        return reading;
    }

    /** The last report of it, while its node is believed. */
    public Optional<EngineReading> believed() {
        return doubted ? Optional.empty() : reading;
    }

    /** Coefficients that the agent fitted itself; empty while it repeats the router's. */
    public Optional<EnergyCoefficients> fitted() {
        return doubted || reading.isEmpty() || reading.get().coefficients().isEmpty()
                ? Optional.empty()
                : reading.get()
                        .coefficients()
                        .filter(told -> !told.method().equals(EnergyCoefficients.ENGINE_MODEL));
    }

    private boolean isReachable() {
        return reading.isEmpty() || reading.get().reachable();
    }

    /** Why it takes no work, whatever the request; empty when it does. */
    public Optional<String> unavailable() {
        if (unfitDevice.isEmpty() && failure.isEmpty() && isReachable()) {
            return Optional.empty();
        }
        Optional<String> unreachable =
                reading.filter(r -> !r.reachable())
                        .map(r -> "engine unreachable (" + r.unreachableReason() + ")");
        return unreachable
                .or(() -> unfitDevice)
                .or(() -> failure.map(f -> "failed a request (" + f.reason() + ")"));
    }
}
