// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.RequestShape;
import io.wattmill.router.prefix.Reuse;

/** Of a placed attempt, the prompt that another engine computes: on that engine's books. */
final class PromptLeg {
    private static final long NANOS_PER_MICRO = 1_000;

    private final EngineKey engine;
    private final EngineSlot slot;
    private final EngineSlot answering;
    private final RequestShape shape;
    private final Prediction prediction;
    private final int prefixBlocks;
    private final int toldTokens;
    private Reuse reuse = Reuse.NONE;
    private boolean over;

    PromptLeg(
            EngineSlot slot,
            EngineSlot answering,
            PlacementRequest request,
            PrefillLeg leg,
            Moment now) {
        this.engine = leg.engine().key();
        this.slot = slot;
        this.answering = answering;
        this.prediction = leg.prediction();
        int prompt = request.shape().promptTokens();
        this.shape = new RequestShape(prompt, prediction.cachedTokens(), 1);
        this.prefixBlocks = request.prefix().count();
        this.toldTokens = slot.cache().word().tokens(request);
        slot.cache().placed(now);
        slot.forecast().placed(shape, now.nanos());
        answering.forecast().work().awaits(prompt);
    }

    /** Pays what the engine's cache is owed of it. */
    void settle(PrefixBlocks blocks, Moment placed) {
        reuse = slot.cache().settle(blocks, placed);
    }

    EngineKey engine() {
        return engine;
    }

    EngineSlot slot() {
        return slot;
    }

    /** The prompt is not computed yet. */
    boolean isOpen() {
        return !over;
    }

    /** How many times as late as was modelled the prompt was done. */
    double lateness(long actualUs) {
        return actualUs * 1_000.0 / Math.max(1, prediction.model().ttftNanos());
    }

    /** The prompt is computed; what that teaches. Once, while it is open. */
    Lesson done(Observed.Prefilled told, long actualUs, long nowNanos) {
        end();
        slot.forecast().firstToken(shape, nowNanos);
        slot.held().decodes(nowNanos);
        slot.held().ended();
        slot.forecast().released(shape, true, 0, nowNanos);
        learn(actualUs * NANOS_PER_MICRO);
        boolean hitsReported = slot.countsPrefixHits();
        slot.cache().word().finished(toldTokens, reuse, told.usage(), hitsReported);
        slot.cache().finished(prefixBlocks, reuse, told.usage(), hitsReported);
        return new Lesson("prefill", prediction.ttftNanos() / 1_000, actualUs);
    }

    private void learn(long actualNanos) {
        slot.ttftUs().add(actualNanos / NANOS_PER_MICRO);
        slot.forecast().speed().ttftObserved(prediction.model().ttftNanos(), actualNanos);
        slot.errors().ttftObserved(prediction.ttftNanos(), prediction.ttftP90Nanos(), actualNanos);
    }

    private void end() {
        over = true;
        answering.forecast().work().arrives(shape.promptTokens());
    }

    /** It is off the engine, done or not. */
    void release(long nowNanos) {
        if (!over) {
            end();
            slot.forecast().released(shape, false, 0, nowNanos);
        }
    }
}
