// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import static io.wattmill.router.engine.Provenance.DERIVED;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.Assumption;
import io.wattmill.twin.answer.Conclusion.Outcome;
import io.wattmill.twin.answer.Constraint;
import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.PowerChain.Kind;
import io.wattmill.twin.answer.json.AnswerJson;
import io.wattmill.twin.answer.json.AnswerReading;
import io.wattmill.twin.economics.CostPart;
import io.wattmill.twin.economics.CostYear;
import io.wattmill.twin.facility.year.Buildings;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.YearFigures;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.report.AnswerPage;
import io.wattmill.twin.rule.RuleBook;
import io.wattmill.twin.simulate.site.SiteRun;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

class AnswersTest {
    private static final double OUTPUT = 2_000;
    private static final Layers.Building BUILDING = building();
    private static final CostYear COSTS =
            new CostYear(
                    Map.of(
                            CostPart.IT, new BigDecimal("400000"),
                            CostPart.ENERGY, new BigDecimal("60000")));
    private static final FacilityPlan PLAN = plan();
    private static final PlanAnswer WHOLE = answer(Runs.serving(PLAN, 0.97, OUTPUT));

    @Test
    void dividesTokensByPowerAndMoney() {
        double watts = BUILDING.figures().meanWatts().value();
        double provisioned = BUILDING.figures().provisionedWatts().value();
        assertEquals(OUTPUT, value(Metric.OUTPUT_TOKENS_PER_S), 1e-9);
        assertEquals(OUTPUT / watts, value(Metric.OUTPUT_TOKENS_PER_FACILITY_JOULE), 1e-12);
        assertEquals(1e6 * OUTPUT / watts, value(Metric.OUTPUT_TOKENS_PER_S_PER_MEASURED_MW), 1e-6);
        assertEquals(
                1e6 * OUTPUT / provisioned,
                value(Metric.OUTPUT_TOKENS_PER_S_PER_PROVISIONED_MW),
                1e-6);
        assertEquals(
                460_000 / (OUTPUT * 8_760 * 3_600 / 1e6), value(Metric.COST_PER_OUTPUT_MTOK), 1e-9);
        assertEquals(0.97, value(Metric.SLO_ATTAINMENT), 1e-9);
    }

    @Test
    void sharesOfTimeAndPartsOfCostAreWholes() {
        double shares =
                value(Metric.USEFUL_SHARE)
                        + value(Metric.BUSY_SHARE)
                        + value(Metric.IDLE_SHARE)
                        + value(Metric.STRANDED_SHARE);
        assertEquals(1, shares, 1e-9);
        double parts = WHOLE.costs().stream().mapToDouble(c -> c.perYear().value()).sum();
        assertEquals(value(Metric.COST_PER_YEAR), parts, 1e-6);
    }

    @Test
    void whatFlowsIntoTheSiteIsItsMean() {
        double in =
                WHOLE.powerChain().nodes().stream()
                        .filter(node -> node.kind() == Kind.SOURCE)
                        .flatMap(
                                node ->
                                        WHOLE.powerChain().links().stream()
                                                .filter(link -> link.from().equals(node.id())))
                        .mapToDouble(link -> link.meanKw().value())
                        .sum();
        assertEquals(BUILDING.figures().meanWatts().value() / 1e3, in, 0.01 * in);
    }

    @Test
    void nothingIsSurerThanWhatItIsMadeOf() {
        var cost = WHOLE.metrics().figure(Metric.COST_PER_OUTPUT_MTOK).orElseThrow();
        assertEquals(Provenance.CLAIMED, cost.provenance());
        assertTrue(cost.low() < 0.85 * cost.value(), cost::toString);
        var tpot = WHOLE.deployments().getFirst().latencies().get(1).p50Ms();
        assertEquals(tpot.value() * (1 + 2.44 * 0.12), tpot.high(), 1e-6 + 0.01 * tpot.value());
    }

    @Test
    void listsWhatIsAssumedAndTheShakiestFirst() {
        var all = WHOLE.assumptions();
        assertFalse(all.isEmpty());
        assertEquals(Provenance.ASSUMED, all.getFirst().provenance());
        assertEquals(all.size(), all.stream().distinct().count());
        assertTrue(
                all.stream().map(Assumption::path).anyMatch(p -> p.startsWith("finance.")),
                all::toString);
    }

    @Test
    void failsWhereUsersAreNotServed() {
        assertEquals(Outcome.FAIL, answer(Runs.serving(PLAN, 0.5, OUTPUT)).conclusion().outcome());
        var said = answer(Runs.serving(PLAN, 0.5, OUTPUT)).conclusion().sentences().toString();
        assertTrue(said.contains("serves 50 % of its requests"), said);
        assertTrue(said.contains("first to fail is TPOT, at most 60 ms"), said);
    }

    @Test
    void cannotSayWhatWasNotSimulated() {
        var bare = Answers.of(identity(), Layers.of(PLAN, List.of()), Fidelity.KEPT);
        assertEquals(Outcome.CANNOT_SAY, bare.conclusion().outcome());
        assertTrue(bare.metrics().figures().isEmpty());
        assertTrue(AnswerPage.of(bare).contains("cannot be judged yet"));
    }

    @Test
    void tellsWhatBinds() {
        assertEquals(Constraint.MEMORY_BANDWIDTH, WHOLE.binding().constraint());
        assertEquals(1, WHOLE.binding().trials().size());
        assertEquals(0.3, WHOLE.binding().trials().getFirst().timeSaved().value(), 1e-9);
    }

    @Test
    void marksThePlansOwnPoint() {
        var chosen = WHOLE.operatingPoints().stream().filter(point -> point.chosen()).toList();
        assertEquals(1, chosen.size());
        assertEquals(40, chosen.getFirst().tokensPerSPerUser().value(), 1e-9);
    }

    @Test
    void comesBackFromJson() {
        var json = AnswerJson.bytes(WHOLE);
        var read = assertInstanceOf(AnswerReading.Understood.class, AnswerJson.read(json));
        assertArrayEquals(json, AnswerJson.bytes(read.answer()));
    }

    private static double value(Metric metric) {
        return WHOLE.metrics().figure(metric).orElseThrow().value();
    }

    private static PlanAnswer answer(SiteRun run) {
        return Answers.of(
                identity(),
                new Layers(
                        PLAN,
                        RuleBook.check(PLAN),
                        Optional.of(run),
                        Optional.of(BUILDING),
                        Optional.of(
                                new Layers.Money(
                                        COSTS,
                                        Figure.within(1, 0.2, Provenance.CLAIMED, "price list"))),
                        Optional.of(new Figure(0.9995, 0.999, 0.9999, DERIVED, "MTBF"))),
                Fidelity.KEPT);
    }

    private static Identity identity() {
        return new Identity(
                "hgx", "00ff", Optional.empty(), "0.1.0", new TreeMap<>(), "USD", 0, List.of());
    }

    private static Layers.Building building() {
        var facility = Buildings.liquid(2, Buildings.FRANKFURT);
        var year = FacilityYear.of(facility);
        return new Layers.Building(year, YearFigures.of(facility, year));
    }

    private static FacilityPlan plan() {
        try (var in = Layers.class.getResourceAsStream("/plans/hgx-h100-1-rack.yaml")) {
            var yaml =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
