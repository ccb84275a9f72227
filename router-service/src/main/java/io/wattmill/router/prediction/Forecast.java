// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.Bound;
import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.engine.EngineShape;
import io.wattmill.router.prediction.StepTimes.JoinEnergy;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * One engine's near future: predicts a request from the work in flight, the engine model and the
 * learned speed, and learns from what became of it.
 *
 * <p>Time to first token is what the model needs for the prompts ahead and for its own, in chunks
 * that share their steps with the running sequences, plus half a step of an engine that is busy,
 * plus the wait for a place when the batch or the KV cache is full. The prompts ahead are a backlog
 * that work adds to and time takes from; observed first tokens correct it.
 *
 * <p>Time per token is a step of the batch after admission, with its context, stretched by the
 * share of time that prompts took lately. Every call brings its own monotonic instant. Not
 * thread-safe.
 */
public final class Forecast {
    private EngineShape shape;
    private final EngineLimits limits;
    private StepTimes steps;
    private final EngineWork work = new EngineWork();
    private final LearnedSpeed speed;
    private final PrefillDuty duty = new PrefillDuty();
    private final YoungAnswers young;
    private long oneStepNanos;
    private long backlogEndsNanos;
    private long asOfNanos;

    private @Nullable Standing standing;

    /** Of an engine that is the only one of its kind. */
    public Forecast(EngineShape shape, EngineLimits limits) {
        this(
                shape,
                limits,
                new PromptEnergy(shape.model(), limits.maxBatchedTokens()),
                PeerSpeed.none());
    }

    /**
     * @param prompts what prompts cost on engines of this kind
     * @param peers how engines of this kind do against the model
     */
    public Forecast(EngineShape shape, EngineLimits limits, PromptEnergy prompts, PeerSpeed peers) {
        this.shape = shape;
        this.limits = limits;
        this.steps = new StepTimes(shape.model(), limits, prompts);
        this.speed = new LearnedSpeed(peers);
        this.young = new YoungAnswers(peers.lengths());
        this.oneStepNanos = steps.decodeNanos(1, 1);
    }

    /**
     * Its devices are made to run otherwise from now on. What was learned stays: it is learned
     * against the model of how they ran, and says nothing of that.
     *
     * @param now the same engine as it runs now
     * @param prompts what prompts cost on it
     */
    public void runs(EngineShape now, PromptEnergy prompts) {
        shape = now;
        steps = new StepTimes(now.model(), limits, prompts);
        oneStepNanos = steps.decodeNanos(1, 1);
        standing = null;
    }

    /** What to expect of this request if it were placed now. */
    public Prediction predict(
            RequestShape request, EnergyCoefficients coefficients, long nowNanos) {
        Predictions one = new Predictions();
        times(request, request.cachedTokens(), nowNanos, one, 0);
        detail(request, coefficients, one, 0);
        return one.get(0);
    }

    /**
     * Of a prediction the times, kept under an index that there is room for: asked of each engine
     * for each request.
     *
     * @param cachedTokens of the request's prompt here, whatever the request says
     */
    public void times(
            RequestShape request, int cachedTokens, long nowNanos, Predictions into, int index) {
        asOfNanos = nowNanos;
        Standing now = standing();
        long own = steps.promptNanos(request.promptTokens() - cachedTokens, cachedTokens, now);
        long ttft = waitNanos(request, now, nowNanos) + own;
        long tpot = duty.stretch(now.joinedNanos(request.meanContextTokens()), nowNanos);
        into.basis(index, cachedTokens, ttft, tpot);
        double ttftFactor = speed.ttftFactor();
        double tpotFactor = speed.tpotFactor();
        long mean = speed.ttftNanos(ttft, ttftFactor);
        into.times(
                index,
                mean,
                speed.ttftP90OfMean(mean),
                Math.round(tpot * tpotFactor),
                Math.round(own * ttftFactor));
        into.unloadedTpot(index, Math.round(oneStepNanos * tpotFactor));
    }

    /**
     * The rest of a prediction, of an engine whose times were predicted just now.
     *
     * @param request with what is cached of it here
     */
    public void detail(
            RequestShape request, EnergyCoefficients coefficients, Predictions into, int index) {
        Standing now = standing();
        long step = now.joinedNanos(request.meanContextTokens());
        JoinEnergy energy = shape.known() ? steps.toJoin(request, now, step) : JoinEnergy.UNKNOWN;
        into.details(
                index,
                speed.tpotP90Nanos(into.modelTpotNanos(index)),
                request.microjoules(coefficients),
                energy.marginal(),
                energy.share());
    }

    private Standing standing() {
        Standing now = standing;
        if (now == null) {
            now = Standing.of(work, limits, steps);
            standing = now;
        }
        return now;
    }

    private long waitNanos(RequestShape request, Standing now, long nowNanos) {
        return now.backlogNanos(backlogEndsNanos, nowNanos)
                + now.stepNanos() / 2
                + now.placeNanos(request.promptTokens());
    }

    /** The request was placed here: its prompt joins the backlog at once. */
    public void placed(RequestShape request, long nowNanos) {
        Standing before = standing();
        long prompt = steps.promptNanos(request.uncachedTokens(), request.cachedTokens(), before);
        long own = Math.round(prompt * speed.ttftFactor());
        backlogEndsNanos = nowNanos + before.backlogNanos(backlogEndsNanos, nowNanos) + own;
        duty.placed(own, nowNanos);
        work.placed(request);
        standing = null;
    }

    /** Its first token came: what is left of the backlog is counted anew. */
    public void firstToken(RequestShape request, long nowNanos) {
        work.decodes(request);
        young.began(nowNanos);
        standing = null;
        restoreBacklog(nowNanos);
    }

    /** It produced this many tokens more. */
    public void produced(long tokens) {
        work.produced(tokens);
        standing = null;
    }

    /** It ended, well or badly. Arguments as in {@link EngineWork#released}. */
    public void released(RequestShape request, boolean decoded, long produced, long nowNanos) {
        work.released(request, decoded, produced);
        standing = null;
        if (!decoded) {
            restoreBacklog(nowNanos);
        }
    }

    private void restoreBacklog(long nowNanos) {
        long counted =
                steps.promptsNanos(
                        work.prefillTokens(),
                        work.prefilling(),
                        work.decoding(),
                        work.contextTokens());
        backlogEndsNanos = nowNanos + Math.round(counted * speed.ttftFactor());
    }

    /** An answer ended well after so many tokens. */
    public void answered(long tokens) {
        young.ended(tokens);
    }

    /**
     * How many answers that run here, or are about to, a prompt would make slower than promised, as
     * of the last prediction.
     *
     * @param tpotNanos predicted
     * @param stallNanos what the prompt takes
     * @param promisedNanos per token
     */
    public double broken(long tpotNanos, long stallNanos, long promisedNanos) {
        double ahead = work.prefilling() == 0 ? 0 : Math.max(0, backlogEndsNanos - asOfNanos);
        double slack = Math.max(1, promisedNanos - tpotNanos);
        var wait = new YoungAnswers.Wait(ahead, stallNanos, Math.max(1, tpotNanos), slack);
        return young.broken(wait, work, asOfNanos);
    }

    /** What the engine itself reports: {@link EngineWork#reported}. */
    public void reported(int sequences, long kvUsedPpm) {
        work.reported(sequences, limits.kvCapacityTokens() * kvUsedPpm / 1_000_000);
        standing = null;
    }

    /**
     * What more work would run into; empty where the engine's model is a stand-in.
     *
     * @param waiting sequences in the engine's queue, as it reports
     * @param kvUsedPpm share of its KV cache in use, as it reports
     */
    public Optional<Bound> bound(int waiting, long kvUsedPpm) {
        Bound.Occupancy now = work.occupancy(limits, waiting, kvUsedPpm);
        return shape.known() ? Optional.of(Bound.of(shape.model(), now)) : Optional.empty();
    }

    /** Time per token of a sequence that has the engine to itself. */
    public long unloadedTpotNanos() {
        return speed.tpotNanos(oneStepNanos);
    }

    /**
     * Whether more work is on it than it runs at once. When a request that waits for room will get
     * it depends on answers whose length nobody knows.
     */
    public boolean isFull() {
        return work.sequences() > limits.maxRunning()
                || work.contextTokens() > EngineLimits.FULL_KV * limits.kvCapacityTokens();
    }

    /** What the engine holds at once. */
    public EngineLimits limits() {
        return limits;
    }

    /** The work in flight. To be read, not changed. */
    public EngineWork work() {
        return work;
    }

    /** What was learned; tell it what was observed. */
    public LearnedSpeed speed() {
        return speed;
    }
}
