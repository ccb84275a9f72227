// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A node of the fleet. Its state follows from what was last heard, and from the operator. */
public final class Node {
    private NodeDescription description;
    private final Map<String, Engine> engines = new LinkedHashMap<>();
    private Optional<NodeReading> reading = Optional.empty();
    private Optional<String> gone = Optional.empty();
    private Optional<String> drain = Optional.empty();
    private String eventBootId = "";
    private long eventSequence;
    private Moment heard;
    private Condition condition;
    private final Plausibility plausibility;
    private final Trust trust = new Trust();
    private OptionalLong offsetUs = OptionalLong.empty();

    Node(NodeDescription description, Moment now) {
        this.description = description;
        this.heard = now;
        this.plausibility = new Plausibility(description);
        this.condition = new Condition(NodeState.JOINING, "", now.epochUs());
        describe(description);
    }

    /** Takes a hello. An agent that restarted (boot id) or was gone has to report anew. */
    void hello(NodeDescription said, Moment now) {
        if (isGone() || !said.bootId().equals(description.bootId())) {
            reading = Optional.empty();
        }
        gone = Optional.empty();
        heard = now;
        plausibility.hello(said);
        describe(said);
    }

    private void describe(NodeDescription said) {
        Map<String, Engine> earlier = Map.copyOf(engines);
        boolean sameBoot = said.bootId().equals(description.bootId());
        description = said;
        engines.clear();
        for (EngineDescription engine : said.engines()) {
            Engine fresh = new Engine(said, engine);
            if (sameBoot) {
                Optional.ofNullable(earlier.get(engine.engineId())).ifPresent(fresh::inherit);
            }
            engines.put(engine.engineId(), fresh);
        }
    }

    /** Takes a report, or of one that cannot be true only what it says against the node. */
    Optional<Finding> report(
            NodeReading report,
            Witness witness,
            OptionalLong fleetOffsetUs,
            Moment now,
            FleetRules rules) {
        heard = now;
        if (report.observedAtUs() > 0) {
            offsetUs = OptionalLong.of(report.observedAtUs() - now.monotonicUs());
        }
        Optional<Finding> found =
                plausibility.judge(report, witness, fleetOffsetUs, now, rules.telemetry());
        if (trust.admits(found, rules.telemetry())) {
            believe(report, now, rules);
        } else {
            doubt(report);
        }
        engines.values().forEach(engine -> engine.standOn(report.unfitDevices()));
        return found;
    }

    private void believe(NodeReading report, Moment now, FleetRules rules) {
        reading = Optional.of(report);
        engines.values().forEach(engine -> engine.runsOn(report.devices()));
        for (EngineReading engine : report.engines()) {
            engine(engine.engineId()).ifPresent(known -> known.read(engine, now, rules));
        }
    }

    private void doubt(NodeReading report) {
        reading = Optional.of(report.without(reading));
        for (EngineReading engine : report.engines()) {
            engine(engine.engineId()).ifPresent(known -> known.doubt(engine));
        }
    }

    /**
     * Whether an event of this node was not taken yet. Agents send again what they do not know to
     * have arrived; events of a boot come in the order of their sequences.
     *
     * @param sequence from 1; 0 of an agent that does not number its events
     */
    public boolean takeEvent(String bootId, long sequence) {
        boolean known = sequence > 0 && bootId.equals(eventBootId) && sequence <= eventSequence;
        if (!known) {
            eventBootId = bootId;
            eventSequence = sequence;
        }
        return !known;
    }

    /** It is new, or was away: its engines start slowly. */
    void returns() {
        engines.values().forEach(Engine::returns);
    }

    /** Forgets failures of engines that are long ago. Returns whether there were any. */
    boolean forgive(Moment now, FleetRules rules) {
        boolean forgiven = false;
        for (Engine engine : engines.values()) {
            forgiven |= engine.forgive(now, rules);
            engine.settle(now, rules.outliers());
        }
        return forgiven;
    }

    void leave(String reason) {
        gone = Optional.of(reason);
    }

    void drain(String reason) {
        drain = Optional.of(reason);
    }

    void resume(Moment now) {
        drain.ifPresent(_ -> engines.values().forEach(engine -> engine.warmsUp(now)));
        drain = Optional.empty();
    }

    boolean isGone() {
        return gone.isPresent();
    }

    long silentNanos(Moment now) {
        return now.nanos() - heard.nanos();
    }

    /** Derives the state anew. Returns what changed, if the state did. */
    Optional<Transition> settle(Moment now) {
        Condition before = condition;
        Condition derived = Verdict.of(this);
        boolean same = derived.state() == before.state();
        condition =
                new Condition(
                        derived.state(), derived.reason(), same ? before.sinceUs() : now.epochUs());
        return same
                ? Optional.empty()
                : Optional.of(new Transition(id(), before.state(), condition));
    }

    public String id() {
        return description.nodeId();
    }

    public NodeDescription description() {
        return description;
    }

    public Collection<Engine> engines() {
        return engines.values();
    }

    public Optional<Engine> engine(String engineId) {
        return Optional.ofNullable(engines.get(engineId));
    }

    public Condition condition() {
        return condition;
    }

    /** The last report since its agent started, if any. */
    public Optional<NodeReading> reading() {
        return reading;
    }

    /** Why its figures are not believed, if so. */
    public Optional<Finding> doubt() {
        return trust.doubt();
    }

    /** Reports of it that were refused since it is known. */
    public long refusedReports() {
        return trust.refused();
    }

    /** Its clock less the router's monotonic one when it last told, microseconds. */
    OptionalLong offsetUs() {
        return offsetUs;
    }

    /** Why the operator drains it, if so. */
    public Optional<String> drainReason() {
        return drain;
    }

    /** Why it is gone, if so. */
    Optional<String> goneReason() {
        return gone;
    }

    /** When it was last heard. */
    public Moment heard() {
        return heard;
    }
}
