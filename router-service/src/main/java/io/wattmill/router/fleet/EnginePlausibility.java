// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.fleet.EngineReading.Counters;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Judges what a node says of its engines. */
final class EnginePlausibility {
    private static final long PPM = 1_000_000;
    private static final int MOST_SEQUENCES = 1_000_000;

    /** No engine makes as many tokens between two reports: a lower counter began anew. */
    private static final long MOST_TOKENS_SINCE_RESTART = 200_000;

    /** Reports are older than what gateways tell; so many that deny work are no accident. */
    private static final int DENIALS = 3;

    private final String nodeId;
    private final Map<String, Past> pasts = new HashMap<>();

    /**
     * What an engine was last said to be, and when it was said to idle, the last times in a row.
     */
    private static final class Past {
        private Counters counters = new Counters(0, 0, 0, 0);
        private final ArrayDeque<Moment> idle = new ArrayDeque<>(DENIALS + 1);
    }

    EnginePlausibility(String nodeId) {
        this.nodeId = nodeId;
    }

    /** The first finding; every engine is followed whatever is found. */
    Optional<Finding> judge(NodeReading report, Witness witness, Moment now) {
        Optional<Finding> first = Optional.empty();
        for (EngineReading engine : report.engines()) {
            Optional<Finding> found = judge(engine, witness, now);
            first = first.isPresent() ? first : found;
        }
        return first;
    }

    /** Keeps nothing of engines that the node no longer names. */
    void keepOnly(NodeDescription said) {
        pasts.keySet().retainAll(said.engines().stream().map(EngineDescription::engineId).toList());
    }

    private Optional<Finding> judge(EngineReading engine, Witness witness, Moment now) {
        Past past = pasts.computeIfAbsent(engine.engineId(), _ -> new Past());
        Optional<Finding> tokens = tokens(engine, past);
        Optional<Finding> denied = denied(engine, past, witness, now);
        Optional<Finding> range = range(engine);
        return range.isPresent() ? range : tokens.isPresent() ? tokens : denied;
    }

    private static Optional<Finding> range(EngineReading engine) {
        if (isNegative(engine)) {
            return found(Implausible.NEGATIVE, engine, "a figure below 0");
        }
        if (engine.kvUsedPpm() > PPM) {
            return found(Implausible.KV_OVERFULL, engine, engine.kvUsedPpm() + " ppm of its KV");
        }
        boolean absurd = engine.running() > MOST_SEQUENCES || engine.waiting() > MOST_SEQUENCES;
        return absurd
                ? found(Implausible.ABSURD, engine, "more than 1,000,000 sequences")
                : Optional.empty();
    }

    private static boolean isNegative(EngineReading engine) {
        Counters tokens = engine.counters();
        return (engine.running() | engine.waiting()) < 0
                || (engine.kvUsedPpm()
                                | tokens.promptTokens()
                                | tokens.cachedTokens()
                                | tokens.generationTokens()
                                | tokens.preemptions())
                        < 0
                || engine.coefficients().filter(EnginePlausibility::isNegative).isPresent();
    }

    private static boolean isNegative(EnergyCoefficients told) {
        return (told.prefillMicrojoulesPerToken()
                        | told.decodeMicrojoulesPerToken()
                        | told.kvReadPicojoulesPerToken()
                        | told.basePowerMilliwatts()
                        | told.stepMicrojoules()
                        | told.tokenMicrojoules())
                < 0;
    }

    private static Optional<Finding> tokens(EngineReading engine, Past past) {
        Counters before = past.counters;
        if (!engine.reachable()) {
            return Optional.empty();
        }
        past.counters = engine.counters();
        boolean back =
                isBack(before.promptTokens(), engine.counters().promptTokens())
                        || isBack(before.generationTokens(), engine.counters().generationTokens());
        return back
                ? found(Implausible.TOKENS_BACK, engine, "token counters went back")
                : Optional.empty();
    }

    private static boolean isBack(long before, long now) {
        return now < before && now > MOST_TOKENS_SINCE_RESTART;
    }

    private Optional<Finding> denied(EngineReading engine, Past past, Witness witness, Moment now) {
        if (!engine.reachable() || engine.running() != 0 || engine.waiting() != 0) {
            past.idle.clear();
            return Optional.empty();
        }
        past.idle.addLast(now);
        if (past.idle.size() > DENIALS) {
            past.idle.removeFirst();
        }
        EngineKey key = new EngineKey(nodeId, engine.engineId());
        return past.idle.size() == DENIALS && witness.sawWork(key, past.idle.getFirst())
                ? found(Implausible.LOAD_DENIED, engine, "no load while requests run there")
                : Optional.empty();
    }

    private static Optional<Finding> found(Implausible kind, EngineReading engine, String what) {
        return Optional.of(new Finding(kind, "engine " + engine.engineId() + " claims " + what));
    }
}
