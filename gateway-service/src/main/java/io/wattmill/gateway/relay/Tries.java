// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.DecisionRecord.ModelTry;

import java.util.ArrayList;
import java.util.List;

/** Which models one request went to, and what was wrong with the one before. */
final class Tries {

    private final String asked;
    private final List<Try> tries = new ArrayList<>(1);

    private record Try(int firstAttempt, String model, String because) {

        ModelTry told() {
            return ModelTry.newBuilder()
                    .setFirstAttempt(firstAttempt)
                    .setModel(model)
                    .setBecause(because)
                    .build();
        }
    }

    /** None yet, of a request for {@code asked}. */
    Tries(String asked) {
        this.asked = asked;
    }

    /** An engine of {@code model} is called. */
    void called(int attempt, String model, String because) {
        if (tries.isEmpty() || !tries.getLast().model().equals(model)) {
            tries.add(new Try(attempt, model, because));
        }
    }

    /** A decision, with the models where there was another than the one asked for. */
    DecisionRecord in(DecisionRecord decision) {
        boolean plain = tries.stream().allMatch(one -> one.model().equals(asked));
        return plain
                ? decision
                : decision.toBuilder()
                        .setAskedModel(asked)
                        .addAllTries(tries.stream().map(Try::told).toList())
                        .build();
    }
}
