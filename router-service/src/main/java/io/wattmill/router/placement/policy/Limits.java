// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.prediction.EngineWork;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.RequestShape;

/**
 * What one request may run into on an engine, each as a strain: predicted over allowed, 1 = just
 * so.
 *
 * @param shape the request's lengths
 * @param slo promised to it
 * @param runningTpotNanos promised to the sequences that already run there
 * @param ttftShare of the slack that predictions of the first token may use up, see {@link Margin}
 * @param tpotShare the same between tokens
 * @param queue prompts that may wait on an engine
 */
record Limits(
        RequestShape shape,
        Slo slo,
        long runningTpotNanos,
        double ttftShare,
        double tpotShare,
        int queue) {
    /** Nothing is promised to anybody. */
    static final Limits NONE =
            new Limits(new RequestShape(1, 0, 1), Slo.NONE, Slo.NEVER, 1, 1, Integer.MAX_VALUE);

    /** Of the KV cache. Beyond this, engines begin to preempt (vLLM) or retract (SGLang). */
    private static final double FULLEST = 0.92;

    /**
     * Tokens of the answers that prompts delay most; longer ones spread the same wait over more
     * tokens. 2 % of the answers in Azure's conversations (2023) are shorter; 12 to 30 were tried
     * (docs/ROUTING.md).
     */
    private static final double SHORT_ANSWER = 20;

    /** The largest of all strains. */
    double strain(Candidates among, int index) {
        double soon = Math.max(first(among, index), queue(among, index));
        double later = Math.max(pace(among, index), running(among, index));
        return Math.max(Math.max(soon, later), kv(among, index));
    }

    /** Of the time to first token, at its p90. */
    double first(Candidates among, int index) {
        Prediction predicted = among.prediction(index);
        double limit = within(among.unloadedTtftNanos(index), slo.ttftNanos(), ttftShare);
        return predicted.ttftP90Nanos() / limit;
    }

    /** Of its time per token. */
    double pace(Candidates among, int index) {
        double limit = within(among.unloadedTpotNanos(index), slo.tpotNanos(), tpotShare);
        return among.prediction(index).tpotNanos() / limit;
    }

    /**
     * Of the others' time per token: they share its steps, and its prompt keeps them waiting once,
     * as do those ahead of it, which counts most for short answers.
     */
    double running(Candidates among, int index) {
        EngineWork work = among.work(index);
        if (work.decoding() == 0) {
            return 0;
        }
        Prediction predicted = among.prediction(index);
        double prompts = (double) predicted.prefillNanos() * (1 + work.prefilling());
        double stall = prompts / SHORT_ANSWER;
        double limit = within(among.unloadedTpotNanos(index), runningTpotNanos, tpotShare);
        return (predicted.tpotNanos() + stall) / limit;
    }

    /** Of the KV cache; an idle engine takes what fits. */
    double kv(Candidates among, int index) {
        long peak = (long) shape.promptTokens() + shape.outputTokens();
        boolean idle = among.work(index).sequences() == 0;
        return idle ? 0 : Shares.kv(among, index, peak) / FULLEST;
    }

    /** Of the queue. */
    double queue(Candidates among, int index) {
        return (among.work(index).prefilling() + 1.0) / queue;
    }

    private static double within(long unloadedNanos, long promisedNanos, double share) {
        double slack = Math.max(0, promisedNanos - unloadedNanos);
        return promisedNanos - (1 - share) * slack;
    }
}
