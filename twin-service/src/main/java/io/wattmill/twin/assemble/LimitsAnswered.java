// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.ObjectiveAnswer;
import io.wattmill.twin.answer.ObjectiveAnswer.LimitShare;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.site.ObjectiveAttainment;

import java.util.ArrayList;
import java.util.List;

/** An objective and its limits as an answer has them. */
final class LimitsAnswered {
    private static final long US_PER_MS = 1_000;

    private LimitsAnswered() {}

    static ObjectiveAnswer objective(ObjectiveAttainment one) {
        return new ObjectiveAnswer(one.wanted(), one.all(), of(one));
    }

    /** In the order in which a user meets them; never empty. */
    static List<LimitShare> of(ObjectiveAttainment one) {
        List<LimitShare> limits = new ArrayList<>();
        limits.add(limit("TTFT", one.limits().ttftUs(), one.ttft()));
        limits.add(limit("TPOT", one.limits().tpotUs(), one.tpot()));
        if (one.limits().e2eUs() != Slo.ANY) {
            limits.add(limit("E2E", one.limits().e2eUs(), one.e2e()));
        }
        return limits;
    }

    private static LimitShare limit(String latency, long limitUs, Figure share) {
        return new LimitShare(latency, limitUs / US_PER_MS, share);
    }
}
