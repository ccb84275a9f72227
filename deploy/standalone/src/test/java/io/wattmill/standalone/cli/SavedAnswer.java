// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.answer.json.AnswerJson;
import io.wattmill.twin.assemble.Answers;
import io.wattmill.twin.assemble.Fidelity;
import io.wattmill.twin.assemble.Layers;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** An answer as it lies in a file. */
final class SavedAnswer {
    private SavedAnswer() {}

    /** Of a plan that was neither checked nor simulated. */
    static byte[] of(String yaml) {
        if (!(PlanReader.read(yaml) instanceof PlanReading.Understood(var plan))) {
            throw new AssertionError("no plan: " + yaml);
        }
        var identity =
                new Identity(
                        plan.site(),
                        "00ff",
                        Optional.empty(),
                        "0.1.0",
                        new TreeMap<>(),
                        "USD",
                        0,
                        List.of());
        var layers = Layers.of(plan, List.of());
        return AnswerJson.bytes(Answers.of(identity, layers, Fidelity.KEPT));
    }
}
