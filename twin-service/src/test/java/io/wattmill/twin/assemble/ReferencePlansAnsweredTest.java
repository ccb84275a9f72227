// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.answer.Conclusion;
import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.json.AnswerJson;
import io.wattmill.twin.answer.json.AnswerReading;
import io.wattmill.twin.assemble.Answering.Outcome;
import io.wattmill.twin.assemble.Answering.Question;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.report.AnswerNote;
import io.wattmill.twin.report.AnswerPage;
import io.wattmill.twin.report.Golden;
import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.trace.format.ReadLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Every reference plan answered through all layers; what comes of it lies in target/reports. */
class ReferencePlansAnsweredTest {
    private static final int TRIAL_REQUESTS = 1_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gb200-nvl72-1-rack",
                "gb200-nvl72-8-racks",
                "gb300-nvl72-1-rack",
                "hgx-b200-8-racks",
                "hgx-h100-1-rack",
                "mixed-brownfield"
            })
    void hasEveryFigureAndAGoldenReport(String name) throws Exception {
        var answer = answer(name);
        for (var metric : Metric.values()) {
            assertTrue(answer.metrics().figure(metric).isPresent(), metric::name);
        }
        assertTrue(answer.metrics().figure(Metric.PUE).orElseThrow().low() >= 1);
        assertTrue(answer.powerChain().links().size() > 3);
        Golden.assertSame(name + ".md", AnswerNote.of(answer, false));
        Files.writeString(Path.of("target", "reports", name + ".html"), AnswerPage.of(answer));
    }

    @Test
    void answersTheSameTwice() {
        var name = "hgx-h100-1-rack";
        assertArrayEquals(AnswerJson.bytes(answer(name)), AnswerJson.bytes(answer(name)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 100})
    void aStoppedRunIsAnsweredWithWhatItHas(int looks) {
        var name = "mixed-brownfield";
        var seen = new AtomicInteger();
        var control = new RunControl[1];
        control[0] =
                new RunControl(
                        _ -> {
                            if (seen.getAndIncrement() == looks) {
                                control[0].cancel();
                            }
                            return true;
                        });
        var loads = plan(name).workloads().stream().map(each -> load(each)).toList();
        var answer = answer(name, loads, control[0]);
        assertTrue(
                answer.conclusion().sentences().toString().contains("simulation was stopped"),
                answer.conclusion()::toString);
        var json = AnswerJson.bytes(answer);
        assertInstanceOf(AnswerReading.Understood.class, AnswerJson.read(json));
        assertTrue(AnswerPage.of(answer).length() > json.length);
    }

    @Test
    void answersWithoutALoadWhatNeedsNone() {
        var name = "hgx-h100-1-rack";
        var answer = answer(name, List.of());
        assertEquals(Conclusion.Outcome.CANNOT_SAY, answer.conclusion().outcome());
        assertTrue(answer.metrics().figure(Metric.PUE).isPresent());
        assertTrue(answer.metrics().figure(Metric.OUTPUT_TOKENS_PER_S).isEmpty());
        assertTrue(answer.operatingPoints().isEmpty());
    }

    private static PlanAnswer answer(String name) {
        return answer(name, plan(name).workloads().stream().map(each -> load(each)).toList());
    }

    /** As the plan says, for so long that engines are as full as they would be. */
    private static SiteLoad load(Workload workload) {
        var outcome =
                PlannedLoads.of(
                        workload,
                        PlannedLoads.PlanFiles.beside(Path.of("."), ReadLimits.USUAL),
                        PlannedLoads.steady(workload));
        return assertInstanceOf(PlannedLoads.Outcome.Loaded.class, outcome).load();
    }

    private static PlanAnswer answer(String name, List<SiteLoad> loads) {
        return answer(name, loads, new RunControl());
    }

    private static PlanAnswer answer(String name, List<SiteLoad> loads, RunControl control) {
        var usual = SiteOptions.USUAL;
        var options =
                new SiteOptions(
                        List.of(1L),
                        1,
                        1,
                        usual.router(),
                        usual.bin(),
                        TRIAL_REQUESTS,
                        true,
                        usual.limits());
        var question = new Question(identity(name), plan(name), loads, options, Fidelity.KEPT);
        var outcome = Answering.answer(question, control);
        return assertInstanceOf(Outcome.Answered.class, outcome, outcome::toString).answer();
    }

    private static Identity identity(String name) {
        return new Identity(
                name, "00ff", Optional.empty(), "0.1.0", new TreeMap<>(), "USD", 0, List.of());
    }

    private static FacilityPlan plan(String name) {
        try (var in = Layers.class.getResourceAsStream("/plans/" + name + ".yaml")) {
            var yaml =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
