// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineReading;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.placement.Candidate.Eligible;
import io.wattmill.router.prediction.EngineWork;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.Predictions;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The engines that a request may use, side by side, each known by its index from 0, and what to
 * expect of each. One table serves all decisions of a router: a policy may look at it during its
 * decision only. Not thread-safe.
 */
public final class Candidates {
    private static final int FIRST = 16;

    private Serving[] engines = new Serving[FIRST];
    private final Predictions predictions = new Predictions();
    private boolean[] whole = new boolean[FIRST];
    private @Nullable PlacementRequest asked;
    private int[] matched = new int[FIRST];
    private double[] costs = new double[FIRST];
    private double[] broken = new double[FIRST];
    private long[] brokenPromise = new long[FIRST];
    private @Nullable PrefillLeg[] legs = new @Nullable PrefillLeg[FIRST];
    private int size;

    void clear() {
        size = 0;
    }

    /** One more, of which nothing is predicted yet. Returns its index. */
    private int add(Serving one, int matchedBlocks) {
        if (size == engines.length) {
            grow();
        }
        engines[size] = one;
        predictions.reserve(size);
        matched[size] = matchedBlocks;
        costs[size] = 0;
        brokenPromise[size] = 0;
        whole[size] = true;
        if (legs[size] != null) {
            legs[size] = null;
        }
        return size++;
    }

    /** One more, and what to expect of this request there now. Returns its index. */
    int add(PlacementRequest request, Serving one, int matchedBlocks, Moment now) {
        int index = add(one, matchedBlocks);
        asked = request;
        whole[index] = one.slot().predict(request, matchedBlocks, now, predictions, index);
        return index;
    }

    /** What its prediction still lacks, if anything. Few are ever looked at so closely. */
    private void detail(int index) {
        if (!whole[index] && asked != null) {
            whole[index] = true;
            slot(index).detail(asked, engine(index), predictions, index);
        }
    }

    private void add(Serving one, Prediction prediction, int matchedBlocks) {
        int index = add(one, matchedBlocks);
        predictions.set(index, prediction);
        predictions.unloadedTpot(index, one.slot().forecast().unloadedTpotNanos());
    }

    void add(Node node, Engine engine, EngineSlot slot, Prediction prediction, int matchedBlocks) {
        add(new Serving(node, engine, slot, 0), prediction, matchedBlocks);
    }

    private void grow() {
        engines = Arrays.copyOf(engines, 2 * size);
        matched = Arrays.copyOf(matched, 2 * size);
        costs = Arrays.copyOf(costs, 2 * size);
        broken = Arrays.copyOf(broken, 2 * size);
        brokenPromise = Arrays.copyOf(brokenPromise, 2 * size);
        legs = Arrays.copyOf(legs, 2 * size);
        whole = Arrays.copyOf(whole, 2 * size);
    }

    /** How many; at least 1 when a policy is asked. */
    public int size() {
        return size;
    }

    public Node node(int index) {
        return engines[index].node();
    }

    public Engine engine(int index) {
        return engines[index].engine();
    }

    EngineSlot slot(int index) {
        return engines[index].slot();
    }

    /** What to expect of the request there. */
    public Prediction prediction(int index) {
        detail(index);
        return predictions.get(index);
    }

    /** What to expect of the request everywhere; of joules see {@link #microjoules}. */
    public Predictions predictions() {
        return predictions;
    }

    /**
     * What its devices draw more for the request: with its share of each step, or where no model
     * tells, by the coefficients that its agent fitted; 0 when nobody can know.
     */
    public long microjoules(int index) {
        detail(index);
        long share = predictions.shareMicrojoules(index);
        return share > 0 ? share : predictions.energyMicrojoules(index);
    }

    /** The work that is on it, this router's and others'. To be read, not changed. */
    public EngineWork work(int index) {
        return slot(index).forecast().work();
    }

    /** Of the request's blocks, how many from its beginning are probably in its prefix cache. */
    public int matchedBlocks(int index) {
        return matched[index];
    }

    /** Tokens of context that it holds at once, at least 1. */
    public long kvCapacityTokens(int index) {
        return slot(index).forecast().limits().kvCapacityTokens();
    }

    /** Time per token of a sequence that has it to itself. */
    public long unloadedTpotNanos(int index) {
        return predictions.unloadedTpotNanos(index);
    }

    /** What its agent last told of it, while it is believed. */
    public Optional<EngineReading> reading(int index) {
        return engine(index).believed();
    }

    /**
     * Of the answers there, how many the request's prompt would make slower than this. Counted
     * once, however often it is asked.
     *
     * @param promisedNanos per token, above 0
     */
    public double broken(int index, long promisedNanos) {
        if (brokenPromise[index] != promisedNanos) {
            brokenPromise[index] = promisedNanos;
            broken[index] = brokenNow(index, promisedNanos);
        }
        return broken[index];
    }

    private double brokenNow(int index, long promisedNanos) {
        long tpotNanos = predictions.tpotNanos(index);
        long stallNanos = predictions.prefillNanos(index);
        return slot(index).forecast().broken(tpotNanos, stallNanos, promisedNanos);
    }

    /** Sequences that it runs at once. */
    public int maxRunning(int index) {
        return slot(index).forecast().limits().maxRunning();
    }

    /** Whether somebody else runs it. */
    public boolean isHosted(int index) {
        return slot(index).isHosted();
    }

    /** What a policy ranks it by, the least first; 0 until the policy says. */
    public double cost(int index) {
        return costs[index];
    }

    /** A policy's word on it. */
    public void cost(int index, double cost) {
        costs[index] = cost;
    }

    /** Its prompt is computed elsewhere: what was predicted of it comes after that. */
    void lead(int index, PrefillLeg leg) {
        detail(index);
        predictions.after(index, leg.prediction(), leg.transferNanos());
        legs[index] = leg;
        brokenPromise[index] = 0;
    }

    /** Where its prompt is computed, if not there. */
    Optional<PrefillLeg> leg(int index) {
        return Optional.ofNullable(legs[index]);
    }

    /** Time to first token without any queue, prompt and transfer elsewhere included. */
    public long unloadedTtftNanos(int index) {
        PrefillLeg leg = legs[index];
        long own = predictions.prefillNanos(index);
        return leg == null ? own : own + leg.unloadedNanos();
    }

    Eligible candidate(PlacementRequest request, int index, String note) {
        return new Eligible(
                node(index), engine(index), prediction(index), hits(request, index), note);
    }

    /** Who says how much of the prompt is cached, where it is computed. */
    HitSource hits(PlacementRequest request, int index) {
        PrefillLeg leg = legs[index];
        int cached = prediction(index).cachedTokens();
        return leg == null ? slot(index).cache().source(request, cached) : leg.hits();
    }

    /** Those that pass the test, in a table of their own. */
    Subset where(IntPredicate test) {
        Candidates passed = new Candidates();
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            if (test.test(i)) {
                places[passed.size] = i;
                passed.add(engines[i], prediction(i), matched[i]);
                passed.legs[passed.size - 1] = legs[i];
            }
        }
        return new Subset(passed, places);
    }

    /**
     * Some of a table.
     *
     * @param places index in the whole table of each
     */
    record Subset(Candidates among, int[] places) {
        /** Of one of the whole table that is in it, the index here. */
        int index(int place) {
            return Arrays.binarySearch(places, 0, among.size(), place);
        }
    }
}
