// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.engine.OperatingPoint;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.prediction.OutputLengths.Asker;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.RequestShape;
import io.wattmill.router.prefix.Reuse;

import java.util.Optional;

/** A placed attempt that did not end yet: keeps its engine's forecast honest. */
final class InFlight {
    /** Fewer tokens say more about the clock than about the engine. */
    private static final long LEAST_TOKENS_FOR_TPOT = 8;

    private static final long NANOS_PER_MICRO = 1_000;

    /** No engine hangs before this. */
    static final long LEAST_OVERDUE_NANOS = 10_000_000_000L;

    /** So many times what nine of ten first tokens take, none takes. */
    private static final long OVERDUE_FACTOR = 4;

    private final EngineKey engine;
    private final EngineSlot slot;
    private final RequestShape shape;
    private final Prediction prediction;
    private final int prefixBlocks;
    private Reuse reuse = Reuse.NONE;
    private final int toldTokens;
    private final Terms terms;
    private final EnergyCoefficients coefficients;
    private final String mode;
    private final Asker asker;
    private final long bound;
    private final Rivals rivals;
    private final OperatingPoint point;
    private final Optional<PromptLeg> prompt;
    private final long placedNanos;
    private long heardNanos;
    private long startedAtUs;
    private long firstTokenAtUs;
    private boolean waited;
    private boolean decoding;
    private long produced;
    private long booked;

    /**
     * @param prompt its prompt, where another engine computes that
     * @param now stands for the start until the gateway tells its own
     */
    InFlight(
            EngineSlot slot,
            Optional<PromptLeg> prompt,
            PlacementRequest request,
            Placed placed,
            Rivals rivals,
            Moment now) {
        this.prompt = prompt;
        this.engine = placed.engine().key();
        this.slot = slot;
        this.prediction = placed.prediction();
        this.coefficients = placed.coefficients();
        this.mode = placed.decision().mode();
        this.asker = request.asker();
        this.bound = request.maxOutputTokens();
        this.rivals = rivals;
        this.point = slot.operatingPoint();
        this.shape =
                prompt.isPresent()
                        ? request.shape().handedOver()
                        : request.shape().withCached(prediction.cachedTokens());
        this.terms = request.terms();
        this.prefixBlocks = request.prefix().count();
        this.toldTokens = slot.cache().word().tokens(request);
        slot.cache().placed(now);
        this.placedNanos = now.nanos();
        this.heardNanos = placedNanos;
        this.startedAtUs = now.epochUs();
        slot.forecast().placed(shape, now.nanos());
        this.waited = slot.forecast().isFull();
    }

    /** Pays what its engines' caches are owed of it. */
    void settle(PrefixBlocks blocks, Moment placed) {
        prompt.ifPresent(leg -> leg.settle(blocks, placed));
        reuse = slot.cache().settle(blocks, placed);
    }

    EngineKey engine() {
        return engine;
    }

    /** Whether this engine has a part in it. */
    boolean isOn(EngineKey one) {
        return engine.equals(one) || prompt.filter(leg -> leg.engine().equals(one)).isPresent();
    }

    /** The engine whose turn it is. */
    EngineKey turn() {
        return openPrompt().map(PromptLeg::engine).orElse(engine);
    }

    /** Its prompt, while another engine computes that. */
    Optional<PromptLeg> openPrompt() {
        return prompt.filter(PromptLeg::isOpen);
    }

    Terms terms() {
        return terms;
    }

    /** The way that its engine was chosen. */
    String mode() {
        return mode;
    }

    /** Whose answers its answer is like. */
    Asker asker() {
        return asker;
    }

    /** Most tokens that it may have; 0: no bound. */
    long bound() {
        return bound;
    }

    boolean isHosted() {
        return slot.isHosted();
    }

    long heardNanos() {
        return heardNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** Whether the engine had no room for it: what it waited says nothing of the engine. */
    boolean waitedForRoom() {
        return waited;
    }

    /** How many times as late as was modelled the first token came. */
    double lateness(long actualUs) {
        return actualUs * 1_000.0 / Math.max(1, prediction.model().ttftNanos());
    }

    /** Its first token is long overdue, and the engine answered nobody since it was placed. */
    boolean isOverdue(long nowNanos) {
        long expected = OVERDUE_FACTOR * prediction.ttftP90Nanos();
        return !decoding
                && !slot.isHosted()
                && nowNanos - placedNanos > Math.max(LEAST_OVERDUE_NANOS, expected)
                && !openPrompt()
                        .map(PromptLeg::slot)
                        .orElse(slot)
                        .held()
                        .answeredSince(placedNanos);
    }

    long sinceStartUs(long atUs) {
        return atUs - startedAtUs;
    }

    void started(long atUs) {
        startedAtUs = atUs;
    }

    /** The first token came; what that teaches, if it is the first to come. */
    Optional<Lesson> firstToken(long atUs, long nowNanos) {
        if (decoding) {
            return Optional.empty();
        }
        decoding = true;
        waited |= slot.forecast().isFull();
        firstTokenAtUs = atUs;
        prompt.ifPresent(leg -> leg.release(nowNanos));
        slot.forecast().firstToken(shape, nowNanos);
        slot.held().decodes(nowNanos);
        progress(1, nowNanos);
        long actualUs = atUs - startedAtUs;
        slot.ttftUs().add(actualUs);
        long actual = actualUs * NANOS_PER_MICRO;
        if (prompt.isEmpty() && ranAsPredicted() && !waited) {
            slot.forecast().speed().ttftObserved(prediction.model().ttftNanos(), actual);
        }
        slot.errors().ttftObserved(prediction.ttftNanos(), prediction.ttftP90Nanos(), actual);
        return Optional.of(new Lesson("ttft", prediction.ttftNanos() / 1_000, actualUs));
    }

    /** What a throttle that came meanwhile did is no news of the engine: its model tells it now. */
    private boolean ranAsPredicted() {
        return slot.operatingPoint().isNear(point);
    }

    /** Cumulative output so far. */
    void progress(long outputTokens, long nowNanos) {
        if (decoding && outputTokens > produced) {
            slot.held().progressed(nowNanos);
            slot.forecast().produced(outputTokens - produced);
            produced = outputTokens;
            book();
        }
    }

    /** What it did so far was to take so much, by what is told to be its joules. */
    private void book() {
        long now = Math.round(energy(shape.cachedTokens(), produced));
        slot.meter().served(now - booked);
        booked = now;
    }

    /** It ended well; what its pace teaches. */
    Optional<Lesson> finished(Observed.Finished finished, long atUs, long nowNanos) {
        slot.held().progressed(nowNanos);
        progress(finished.outputTokens(), nowNanos);
        if (prompt.isEmpty()) {
            boolean hitsReported = slot.countsPrefixHits();
            slot.cache().word().finished(toldTokens, reuse, finished, hitsReported);
            slot.cache().finished(prefixBlocks, reuse, finished, hitsReported);
        }
        slot.forecast().answered(finished.outputTokens());
        return pace(finished.outputTokens(), atUs);
    }

    private Optional<Lesson> pace(long outputTokens, long atUs) {
        if (!decoding || outputTokens < 2) {
            return Optional.empty();
        }
        long actualUs = (atUs - firstTokenAtUs) / (outputTokens - 1);
        long predictedUs = prediction.tpotNanos() / NANOS_PER_MICRO;
        if (outputTokens < LEAST_TOKENS_FOR_TPOT) {
            return Optional.of(new Lesson(Lesson.BRIEF, predictedUs, actualUs));
        }
        observePace(actualUs);
        return Optional.of(new Lesson("tpot", predictedUs, actualUs));
    }

    private void observePace(long actualUs) {
        slot.tpotUs().add(actualUs);
        long actual = actualUs * NANOS_PER_MICRO;
        if (ranAsPredicted()) {
            slot.forecast().speed().tpotObserved(prediction.model().tpotNanos(), actual);
        }
        slot.errors().tpotObserved(prediction.tpotNanos(), prediction.tpotP90Nanos(), actual);
    }

    /** What it lost by where it went; empty of one that gave no token. */
    Optional<Regret> regret(Observed.Finished finished, long atUs) {
        if (!decoding || finished.outputTokens() < 1) {
            return Optional.empty();
        }
        boolean alone = prompt.isEmpty();
        double told = alone ? energy(shape.cachedTokens(), shape.outputTokens()) : 0;
        double scale = told > 0 ? energy(shape.cachedTokens(), finished.outputTokens()) / told : 1;
        double own = told > 0 ? energy(cached(finished), finished.outputTokens()) / told : 1;
        long nanos = (atUs - startedAtUs) * NANOS_PER_MICRO;
        double microjoules = prediction.shareMicrojoules() * own;
        return Optional.of(
                rivals.regret(
                        new Rivals.Actual(nanos, finished.outputTokens(), microjoules, scale)));
    }

    /** What the engine found cached, where it says so; else what was expected. */
    private long cached(Observed.Finished finished) {
        boolean told = finished.promptTokens() > 0 && slot.countsPrefixHits();
        return told
                ? Math.min(finished.cachedTokens(), shape.promptTokens())
                : shape.cachedTokens();
    }

    /** Microjoules by the engine's linear model, to compare lengths by. */
    private double energy(long cachedTokens, long outputTokens) {
        long uncached = shape.promptTokens() - cachedTokens;
        return coefficients.marginalMicrojoules(uncached, shape.promptTokens(), outputTokens);
    }

    /** Its work is off the engine. */
    void release(long nowNanos) {
        prompt.ifPresent(leg -> leg.release(nowNanos));
        if (decoding) {
            slot.held().ended();
        }
        slot.forecast().released(shape, decoding, produced, nowNanos);
    }
}
