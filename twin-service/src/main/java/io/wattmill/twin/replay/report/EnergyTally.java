// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import io.wattmill.twin.replay.report.RunReport.EnergySum;

import java.util.Optional;

/** Adds energies, with the tokens that they stand for. */
final class EnergyTally {

    private Optional<EnergySum> sum = Optional.empty();

    void add(Energy energy, AnswerUsage usage) {
        EnergySum before = sum.orElse(new EnergySum(0, energy.method(), 0, 0));
        sum =
                Optional.of(
                        new EnergySum(
                                Math.addExact(before.microjoules(), energy.microjoules()),
                                before.method().equals(energy.method()) ? before.method() : "mixed",
                                before.tokens() + usage.inputTokens() + usage.outputTokens(),
                                before.outputTokens() + usage.outputTokens()));
    }

    Optional<EnergySum> sum() {
        return sum;
    }
}
