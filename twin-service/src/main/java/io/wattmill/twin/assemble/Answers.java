// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.Assumption;
import io.wattmill.twin.answer.Binding;
import io.wattmill.twin.answer.CostLine;
import io.wattmill.twin.answer.HourlyYear;
import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.answer.OperatingPoint;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.PowerChain;
import io.wattmill.twin.economics.CostPart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Makes one answer of all layers. Stateless; safe from any thread. */
public final class Answers {
    private Answers() {}

    /**
     * The answer.
     *
     * @param identity what was asked, of which version
     * @param layers what each layer came to
     * @param fidelity how far the engine model is from measurements
     */
    public static PlanAnswer of(Identity identity, Layers layers, Fidelity fidelity) {
        var metrics = HeadFigures.of(layers, fidelity);
        var rules = RuleLines.of(layers.rules());
        var conclusions = new Conclusions(rules, layers.run());
        var deployments = new Deployments(layers.plan(), fidelity);
        return new PlanAnswer(
                identity,
                conclusions.of(metrics, identity.currency()),
                metrics,
                layers.run().map(Bindings::of).orElse(Binding.UNKNOWN),
                layers.run().map(deployments::of).orElse(List.of()),
                rules,
                layers.building().map(YearOf::chain).orElse(PowerChain.NONE),
                layers.building().map(YearOf::hours).orElse(HourlyYear.NONE),
                points(layers, fidelity),
                layers.money().map(Answers::costs).orElse(List.of()),
                assumptions(layers));
    }

    /** Of run and plan, the shakiest first. */
    private static List<Assumption> assumptions(Layers layers) {
        List<Assumption> all = new ArrayList<>();
        layers.run().ifPresent(run -> all.addAll(RunAssumptions.of(run)));
        all.addAll(Assumptions.of(layers.plan()));
        all.sort(Comparator.comparing(Assumption::provenance).reversed());
        return all;
    }

    private static List<OperatingPoint> points(Layers layers, Fidelity fidelity) {
        if (layers.run().isEmpty() || layers.building().isEmpty() || layers.plan().gpus() == 0) {
            return List.of();
        }
        var provisioned = layers.building().get().figures().provisionedWatts();
        return new Points(provisioned, layers.plan().gpus(), fidelity).of(layers.run().get());
    }

    private static List<CostLine> costs(Layers.Money money) {
        return Arrays.stream(CostPart.values())
                .filter(part -> money.year().part(part).signum() != 0)
                .map(
                        part ->
                                new CostLine(
                                        part.word(),
                                        money.certainty()
                                                .times(money.year().part(part).doubleValue())))
                .toList();
    }
}
