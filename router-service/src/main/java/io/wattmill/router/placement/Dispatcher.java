// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.Placement.Reason;
import io.wattmill.router.placement.Placement.Unplaced;
import io.wattmill.router.prediction.OutputLengths;

import java.util.List;
import java.util.Optional;

/**
 * The router without its wires: a fleet view, the work in flight, and the decision between them. In
 * production one event-loop context owns it; in the simulator the event queue does.
 *
 * <p>A placed request counts on its engine from that moment, so that the next one sees it. Every
 * call brings its moment; moments do not go back. Not thread-safe.
 *
 * <p>What the prefix index is to know of a placed prompt is owed until {@link #settle}, or until
 * the next call that looks at it or changes it: nobody can tell the difference but who waits for a
 * reply.
 */
public final class Dispatcher {
    private final DispatchRules rules;
    private final Fleet fleet;
    private final Policies policies;
    private final Chooser chooser;
    private final WorkBook work;
    private final RegretBook regrets = new RegretBook();
    private final Hearing hearing;
    private final OutputLengths lengths;
    private boolean closed;

    /** Places all requests by one policy. */
    public Dispatcher(Fleet fleet, PlacementPolicy policy, DispatchRules rules) {
        this(fleet, Policies.always(policy), rules);
    }

    /** Places each request by the policy that its terms ask for. */
    public Dispatcher(Fleet fleet, Policies policies, DispatchRules rules) {
        this.fleet = fleet;
        this.rules = rules;
        this.policies = policies;
        this.work = new WorkBook(rules.prefix(), rules.told());
        this.lengths =
                new OutputLengths(rules.lengths().groups(), rules.lengths().expectedTokens());
        this.chooser = new Chooser(policies, rules);
        this.hearing = new Hearing(fleet, work, lengths, regrets);
    }

    /** The fleet view; hellos, drains and departures go there directly. */
    public Fleet fleet() {
        return fleet;
    }

    /** A node reported. False when it has to say hello first. */
    public boolean report(String nodeId, NodeReading report, Moment now) {
        settle();
        boolean known =
                fleet.report(nodeId, report, (engine, since) -> sawWork(engine, since, now), now);
        if (known) {
            report.engines()
                    .forEach(engine -> compare(new EngineKey(nodeId, engine.engineId()), now));
        }
        return known;
    }

    private boolean sawWork(EngineKey key, Moment since, Moment now) {
        return fleet.engine(key)
                .filter(engine -> slot(engine).held().provesWork(since, now))
                .isPresent();
    }

    private void compare(EngineKey key, Moment now) {
        fleet.engine(key)
                .ifPresent(
                        engine -> {
                            slot(engine).runsOn(engine, now);
                            engine.believed()
                                    .ifPresentOrElse(slot(engine)::reported, slot(engine)::doubted);
                        });
    }

    /** Decides where this request goes, and counts it there. Owes the prefix index its blocks. */
    public Placement place(PlacementRequest request, Moment now) {
        settle();
        if (closed) {
            return refused("this router is shutting down");
        }
        if (isFull()) {
            return refused("the router tracks as many requests as it may");
        }
        Placement placement = chooser.choose(request, fleet, work, now);
        if (placement instanceof Placed placed) {
            work.place(request, placed, now);
            fleet.placed(placed.engine(), now);
            placed.prefill().ifPresent(leg -> fleet.placed(leg.engine(), now));
        }
        return placement;
    }

    /** Pays what the last decision owes: to be called once its reply was written. */
    public void settle() {
        work.settle();
    }

    private Unplaced refused(String message) {
        Decision none = new Decision("none", 0, fleet.nodes().size(), List.of());
        return new Unplaced(Reason.NO_NODE, message, rules.retryAfterMs(), none);
    }

    /**
     * As {@link #observe(Attempt, Observed, long, Moment)}, of the engine that the gateway names:
     * news of an attempt that is in flight on another one are late, and ignored.
     */
    public Optional<Lesson> observe(
            Attempt attempt, EngineKey engine, Observed observed, long atUs, Moment now) {
        return work.isOn(attempt, engine)
                ? observe(attempt, Optional.of(engine), observed, atUs, now)
                : Optional.empty();
    }

    /**
     * A gateway tells what became of an attempt. What is not in flight is ignored.
     *
     * @param atUs epoch microseconds by the gateway's clock
     * @return what it teaches about a prediction, if anything
     */
    public Optional<Lesson> observe(Attempt attempt, Observed observed, long atUs, Moment now) {
        return observe(attempt, Optional.empty(), observed, atUs, now);
    }

    private Optional<Lesson> observe(
            Attempt attempt, Optional<EngineKey> named, Observed observed, long atUs, Moment now) {
        settle();
        return work.hear(attempt, now)
                .flatMap(
                        entry -> {
                            EngineKey whose = named.orElseGet(entry::turn);
                            Optional<Lesson> lesson =
                                    hearing.take(attempt, entry, whose, observed, atUs, now);
                            lesson.ifPresent(learned -> policies.learn(entry.terms(), learned));
                            return lesson;
                        });
    }

    /** Lets time pass; call it several times per silence timeout. */
    public Passed tick(Moment now) {
        settle();
        List<String> silent = fleet.tick(now);
        work.hanging(now)
                .forEach(engine -> fleet.hangs(engine, "accepts requests, answers none", now));
        work.keepOnly(fleet);
        work.prefixes().tidy(now.nanos());
        return new Passed(silent, work.expire(rules.inFlightNanos(), now));
    }

    /**
     * What time did.
     *
     * @param silentNodes went down for their silence: their connections are to be cut
     * @param expired attempts released because nothing was heard of them
     */
    public record Passed(List<String> silentNodes, int expired) {}

    /** Places nothing from now on; what is in flight goes on. */
    public void close() {
        closed = true;
    }

    /** Attempts placed that did not end. */
    public int inFlight() {
        return work.size();
    }

    /** Whether this attempt was placed and did not end. */
    public boolean tracks(Attempt attempt) {
        return work.tracks(attempt);
    }

    /** As many are in flight as may be. */
    public boolean isFull() {
        return work.size() >= rules.maxInFlight();
    }

    /** What the router knows of an engine of the fleet. */
    public EngineSlot slot(Engine engine) {
        settle();
        return work.slot(engine);
    }

    /** The same request, to be answered as long as those like it were. */
    public PlacementRequest lengthened(PlacementRequest request) {
        long mean = lengths.expected(request.asker(), request.maxOutputTokens()).mean();
        return request.withOutput(Math.clamp(mean, 1, Integer.MAX_VALUE));
    }

    /** How long answers are. */
    public OutputLengths lengths() {
        return lengths;
    }

    /** What requests lost by where they went. */
    public RegretBook regrets() {
        return regrets;
    }

    /** What the router knows of the engines' prefix caches. */
    public PrefixBook prefixes() {
        settle();
        return work.prefixes();
    }

    /** Every node, down ones included. */
    public Iterable<Node> nodes() {
        return fleet.nodes();
    }
}
