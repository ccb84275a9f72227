// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.standalone.process.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

class WattmillTest {
    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    WattmillTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void explainsItselfAndItsExitCodes() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("Exit codes:"), out::toString);
        for (var command :
                new String[][] {
                    {"up"},
                    {"replay"},
                    {"record", "list"},
                    {"record", "export"},
                    {"ledger", "verify"},
                    {"prices", "import"},
                    {"prices", "list"},
                    {"prices", "activate"},
                    {"budgets", "list"},
                    {"budgets", "set"},
                    {"budgets", "remove"},
                    {"keys", "create"},
                    {"keys", "list"},
                    {"keys", "show"},
                    {"keys", "change"},
                    {"keys", "rotate"},
                    {"keys", "revoke"},
                    {"orgs", "create"},
                    {"orgs", "end"},
                    {"projects", "create"},
                    {"projects", "list"},
                    {"agents", "create"},
                    {"agents", "show"},
                    {"usage"},
                    {"series", "import"},
                    {"plan", "check"},
                    {"plan", "claim"},
                    {"plan", "diff"},
                    {"plan", "runs"},
                    {"plan", "init"},
                    {"plan", "report"},
                    {"plan", "run"},
                    {"plan", "schema"},
                    {"config", "check"},
                    {"gateway"},
                    {"router"},
                    {"billing"},
                    {"twin"},
                    {"agent", "run"},
                    {"agent", "probe"}
                }) {
            out.getBuffer().setLength(0);
            assertEquals(0, run(concat(command, "--help")));
            assertTrue(
                    out.toString().contains("./wattmill " + String.join(" ", command)),
                    out::toString);
        }
    }

    @Test
    void probesAHostWithoutADriverForItsEngines() throws Exception {
        String[] probe = {"agent", "probe", "--nvml-library", "libno-such-driver.so.1"};
        assertEquals(0, run(probe));
        assertTrue(out.toString().contains("missing   driver library: absent"), out::toString);
        assertTrue(out.toString().contains("\nengine    "), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run(concat(probe, "--json")));
        JsonNode engines = new ObjectMapper().readTree(out.toString()).path("engines");
        assertEquals(8000, engines.at("/asked_ports/0").asInt(), out::toString);
        assertTrue(engines.path("found").isArray(), out::toString);
    }

    @Test
    void probesWhereTheAgentsConfigurationSays() throws Exception {
        Path file = folder.resolve("wattmill.yaml");
        Files.writeString(
                file,
                """
                agent:
                  devices: {nvml: {library: libno-such-driver-2.so.1}}
                  discovery: {ports: [1], proc: %s}
                """
                        .formatted(folder));
        assertEquals(0, run("agent", "probe", "--config", file.toString()));
        assertTrue(out.toString().contains("libno-such-driver-2.so.1"), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("agent", "probe", "--json", "--config", file.toString()));
        JsonNode asked = new ObjectMapper().readTree(out.toString()).at("/engines/asked_ports");
        assertEquals("[1]", asked.toString());

        Files.writeString(file, "agent: {discovery: {prots: [1]}}");
        assertEquals(ExitCode.CONFIG, run("agent", "probe", "--config", file.toString()));
        assertTrue(err.toString().contains("prots"), err::toString);
    }

    @Test
    void aDryRunOfPricesNeedsAPeriod() {
        assertEquals(2, run("prices", "import", "book.yaml", "--dry-run", "--key", "k"));
        assertTrue(err.toString().contains("--from and --to"), err::toString);
    }

    @Test
    void takesPlainWordsOfAProcessForWhatTheySayAndLeavesOthersToBeRefused() {
        var config = Path.of("w.yaml");
        assertEquals(
                Optional.of(new PlainRun(Program.AGENT, Map.of("--config", config))),
                PlainRun.of("agent", "run", "--config", "w.yaml"));
        assertEquals(
                Optional.of(
                        new PlainRun(
                                Program.ROUTER,
                                Map.of("--config", config, "--ready-file", Path.of("r.json")))),
                PlainRun.of("router", "--ready-file", "r.json", "--config", "w.yaml"));
        for (String words :
                List.of(
                        "",
                        "up",
                        "agent",
                        "agent probe",
                        "agent run --help",
                        "agent run --confg w.yaml",
                        "agent run --config",
                        "agent run --config --ready-file r.json",
                        "gateway --config a.yaml --config b.yaml",
                        "twin w.yaml")) {
            assertEquals(Optional.empty(), PlainRun.of(words.split(" ")), words);
        }
        assertEquals(ExitCode.CONFIG, Wattmill.run("agent", "run", "--config", "none.yaml"));
    }

    @Test
    void findsEachCommandAloneUnderItsOwnName() {
        Commands.all()
                .forEach(
                        (name, command) -> {
                            assertEquals(Map.of(name, command), Commands.named(name));
                            assertEquals(name, command.getAnnotation(Command.class).name());
                        });
        assertEquals(Commands.all(), Commands.named("--help"));
    }

    @Test
    void hidesTheRehearsal() {
        run("--help");
        assertTrue(!out.toString().contains("rehearse"), out::toString);
    }

    @Test
    void refusesWordsThatItDoesNotKnow() {
        assertEquals(2, run("up", "--prot", "8080"));
        assertTrue(err.toString().contains("--prot"), err::toString);
        assertEquals(2, run("upp"));
    }

    @Test
    void refusesASeriesThatItCannotReadOrDoesNotKnow() {
        assertEquals(2, run("series", "import", "none.csv", "--kind", "price"));
        assertTrue(err.toString().contains("none.csv"), err::toString);
        assertEquals(2, run("series", "import", "none.csv", "--kind", "water"));
        assertEquals(2, run("series", "import", "none.csv", "--kind", "pue", "--zone", "a/b"));
    }

    @Test
    void checksTheSamplePlanThatItPrints() throws Exception {
        assertEquals(0, run("plan", "init"));
        var plan = Files.writeString(folder.resolve("hall.yaml"), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, run("plan", "check", plan.toString()), err::toString);
        assertTrue(out.toString().contains("✓"), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("plan", "check", "-o", "json", plan.toString()));
        assertTrue(out.toString().startsWith("{"), out::toString);
    }

    @Test
    void listsWritesAndChecksReferencePlansByName() throws Exception {
        assertEquals(0, run("plan", "init", "--list"));
        var names = out.toString().lines().map(line -> line.split(" ")[0]).toList();
        assertEquals(6, names.size());
        for (var name : names) {
            out.getBuffer().setLength(0);
            assertEquals(0, run("plan", "init", "--plan", name));
            assertTrue(out.toString().startsWith("# SPDX"), name);
        }
        assertEquals(0, run("plan", "check", names.getFirst()), out::toString);
        assertEquals(2, run("plan", "init", "--plan", "none"));
        assertTrue(err.toString().contains("gb200-nvl72-1-rack"), err::toString);
    }

    @Test
    void printsTheSchemaOfPlans() throws Exception {
        assertEquals(0, run("plan", "schema"));
        assertEquals("object", new ObjectMapper().readTree(out.toString()).path("type").asText());
    }

    @Test
    void readsTheWeatherThatAPlanNames() throws Exception {
        assertEquals(0, run("plan", "init"));
        var text = out.toString().replaceFirst("(?s)    climate:.*?\n\n", "    csv: hours.csv\n\n");
        var plan = Files.writeString(folder.resolve("hall.yaml"), text).toString();
        out.getBuffer().setLength(0);
        assertEquals(7, run("plan", "check", plan));
        assertTrue(out.toString().contains("site.weather.csv"), out::toString);
        Files.writeString(
                folder.resolve("hours.csv"),
                "dry_bulb_c,wet_bulb_c\n" + "20.5,15.25\n".repeat(8_760));
        assertEquals(0, run("plan", "check", plan), out::toString);
    }

    @Test
    void runsATraceOnTheSamplePlanTheSameWayTwice() throws Exception {
        assertEquals(0, run("plan", "init"));
        var plan = Files.writeString(folder.resolve("hall.yaml"), out.toString()).toString();
        var report = folder.resolve("report.json");
        out.getBuffer().setLength(0);
        String[] words = {
            "plan",
            "run",
            plan,
            "--model",
            "chat-small",
            "--generate",
            "50",
            "--seed",
            "7",
            "--seeds",
            "2"
        };
        assertEquals(0, run(concat(words, "--out", report.toString())), err::toString);
        var first = out.toString();
        assertTrue(first.contains("TTFT") && first.contains("binds"), first);
        assertTrue(Files.size(report) > 0);
        out.getBuffer().setLength(0);
        assertEquals(0, run(words), err::toString);
        assertEquals(first, out.toString());
        assertEquals(7, run("plan", "run", plan, "--generate", "5", "--model", "none"));
        assertEquals(2, run("plan", "run", plan, "--model", "none"));
    }

    @Test
    void runsTheLoadThatAPlanNames() throws Exception {
        assertEquals(0, run("plan", "init"));
        var plan = Files.writeString(folder.resolve("hall.yaml"), out.toString()).toString();
        out.getBuffer().setLength(0);
        assertEquals(
                0,
                run("plan", "run", plan, "--limit", "100", "--brief", "--threads", "1"),
                err::toString);
        assertTrue(out.toString().contains("site"), out::toString);
        assertEquals(2, run("plan", "run", plan, "--limit", "0"));
        var endless = new String[] {"plan", "run", plan, "--generate", "2000000000"};
        assertEquals(2, run(concat(endless, "--model", "chat-small")));
        assertTrue(err.toString().contains("core-seconds"), err::toString);
    }

    @Test
    void givesEachPartItsShareOfWhatMakesTwoPlansDiffer() throws Exception {
        assertEquals(0, run("plan", "init"));
        var text = out.toString();
        var a = Files.writeString(folder.resolve("a.yaml"), text).toString();
        var other = text.replaceFirst("count: 4", "count: 5");
        var b = Files.writeString(folder.resolve("b.yaml"), other).toString();
        out.getBuffer().setLength(0);
        var words = new String[] {"plan", "diff", a, b, "--model", "chat-small", "--requests"};
        assertEquals(0, run(concat(words, "50", "--json")), err::toString);
        var found = new ObjectMapper().readTree(out.toString());
        assertEquals("GPU and node types, racks", found.at("/parts/0").asText(), out::toString);
        assertEquals(1, found.path("parts").size());
        assertEquals(0, run(concat(words, "50")));
        assertEquals(2, run(concat(words, "0")));
        assertEquals(7, run("plan", "diff", a, b, "--model", "none"));
    }

    @Test
    void testsTheClaimThatShipsAndTheOneThatItPrints() throws Exception {
        assertEquals(0, run("plan", "claim", "claims/gb300-vs-hopper.yaml"), err::toString);
        assertTrue(out.toString().contains("53.5x per provisioned MW"), out::toString);
        assertTrue(out.toString().contains("34.6x per dollar"), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("plan", "claim", "--init"));
        var claim = Files.writeString(folder.resolve("claim.yaml"), out.toString()).toString();
        out.getBuffer().setLength(0);
        assertEquals(0, run("plan", "claim", claim, "--json", "--what-if", "b.weights=fp4"));
        var report = new ObjectMapper().readTree(out.toString());
        assertFalse(report.path("comparable").asBoolean(true), out::toString);
        assertEquals(2, run("plan", "claim", claim, "--what-if", "b.weights=fp3"));
        assertTrue(out.toString().contains("b.weights"), out::toString);
        assertEquals(2, run("plan", "claim", folder.resolve("missing").toString()));
        assertEquals(0, run("plan", "claim", "--schema"));
    }

    @Test
    void reportsASavedAnswer() throws Exception {
        assertEquals(0, run("plan", "init"));
        var answer = Files.write(folder.resolve("run.json"), SavedAnswer.of(out.toString()));
        var html = folder.resolve("hall.html");
        var note = folder.resolve("hall.md");
        out.getBuffer().setLength(0);
        String[] words = {"plan", "report", answer.toString()};
        assertEquals(
                0,
                run(concat(words, "--html", html.toString(), "--md", note.toString())),
                err::toString);
        assertTrue(out.toString().contains("cannot be judged yet"), out::toString);
        assertTrue(Files.readString(html).startsWith("<!doctype html>"));
        assertTrue(Files.readString(note).contains("\npublish: false\n"));
        Files.writeString(answer, "{}");
        assertEquals(2, run(words));
        assertTrue(err.toString().contains("run the plan again"), err::toString);
    }

    @Test
    void failsAPlanThatIsNone() throws Exception {
        var plan = Files.writeString(folder.resolve("no.yaml"), "what: ever\n");
        assertEquals(7, run("plan", "check", plan.toString()));
        assertEquals(2, run("plan", "check", folder.resolve("missing.yaml").toString()));
        assertTrue(err.toString().contains("plan init"), err::toString);
    }

    @Test
    void listsEveryProblemOfAConfiguration() throws Exception {
        var good =
                Files.writeString(
                        folder.resolve("good.yaml"), "twin:\n  emulator:\n    nodes: 2\n");
        assertEquals(0, run("config", "check", good.toString()), err::toString);
        var bad =
                Files.writeString(
                        folder.resolve("bad.yaml"),
                        "suite:\n"
                                + "  event-loops: many\n"
                                + "twin:\n"
                                + "  emulator:\n"
                                + "    gpu-s: 3\n"
                                + "bogus: {}\n");
        assertEquals(3, run("config", "check", bad.toString()));
        for (var path : new String[] {"suite.event-loops", "twin.emulator.gpu-s", "bogus"}) {
            assertTrue(err.toString().contains(path), err::toString);
        }
    }

    @Test
    void refusesAReplayThatCannotBe() {
        assertEquals(2, run("replay", "--url", "http://127.0.0.1:1"));
        assertEquals(2, replay("--format", "mooncake"));
        assertTrue(err.toString().contains("--trace"), err::toString);
        assertEquals(2, replay("--format", "mooncake", "--trace", "nowhere.jsonl"));
        assertTrue(err.toString().contains("nowhere.jsonl"), err::toString);
        assertEquals(2, replay("--format", "generated"));
        assertTrue(err.toString().contains("--limit"), err::toString);
        assertEquals(2, replay("--format", "generated", "--limit", "0"));
        assertEquals(2, replay("--format", "generated", "--limit", "9", "--speed", "0"));
        assertEquals(
                2,
                run("replay", "--format", "generated", "--limit", "9", "--url", "http://x.test"));
        assertTrue(err.toString().contains("--allow-remote"), err::toString);
    }

    private int replay(String... words) {
        var all = new ArrayList<>(List.of("replay", "--url", "http://127.0.0.1:1"));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    @Test
    void refusesAcksThatAreNone() throws Exception {
        var acks = folder.resolve("acks.txt");
        String[] verify = {
            "ledger", "verify", "--url", "http://127.0.0.1:1", "--key", "k", "--wait", "0", "--acks"
        };
        assertEquals(2, run(concat(verify, acks.toString())));
        Files.writeString(acks, "what\n");
        assertEquals(2, run(concat(verify, acks.toString())));
        assertTrue(err.toString().contains("line 1"), err::toString);
        Files.writeString(acks, "");
        assertEquals(1, run(concat(verify, acks.toString())));
        assertTrue(err.toString().contains("cannot be reached"), err::toString);
    }

    private int run(String... words) {
        return Wattmill.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    private static String[] concat(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void checksWhatOneProcessReadsAndNothingElse() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("site.yaml"),
                        """
                        cluster: {enabled: true, name: hall-1}
                        gateway: {http: {port: eighty}}
                        router: {id: r1}
                        """);
        var words = new String[] {"config", "check", "--config", file.toString()};
        assertEquals(ExitCode.OK, run(concat(words, "--service", "router")), err::toString);
        assertEquals(ExitCode.CONFIG, run(concat(words, "--service", "gateway")));
        assertTrue(err.toString().contains("gateway.http.port"), err::toString);
        assertTrue(err.toString().contains("seal.key"), err::toString);
        assertEquals(ExitCode.CONFIG, run(words));
        assertEquals(2, run(concat(words, "--service", "gatewy")));
        assertTrue(err.toString().contains("gatewy"), err::toString);
    }

    @Test
    void runsNoAgentWhoseEnginesNoGatewayWouldReach() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("agent.yaml"),
                        """
                        peers: {router: "10.0.0.20:8090"}
                        agent: {node-id: gpu-17}
                        """);
        assertEquals(ExitCode.CONFIG, run("agent", "run", "--config", file.toString()));
        assertTrue(err.toString().contains("agent.discovery.advertise"), err::toString);
        String[] check = {"config", "check", "--service", "agent", "--config", file.toString()};
        assertEquals(ExitCode.CONFIG, run(check));
    }

    @Test
    void namesThePortAndTheSettingWhenAProcessCannotListen() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var file =
                    Files.writeString(
                            folder.resolve("router.yaml"),
                            "process: {ops: {port: %d}}".formatted(taken.getLocalPort()));
            assertEquals(ExitCode.PORT_TAKEN, run("router", "--config", file.toString()));
            var said = err.toString();
            assertTrue(said.contains("process.ops.port"), said);
            assertTrue(said.contains("pid " + ProcessHandle.current().pid()), said);
        }
    }

    @Test
    void refusesToServeOthersBeyondLoopbackWithoutCertificates() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("router.yaml"),
                        "process: {ops: {port: 0}, rpc: {host: 0.0.0.0}}");
        assertEquals(ExitCode.CONFIG, run("router", "--config", file.toString()));
        assertTrue(err.toString().contains("process.rpc.host"), err::toString);
        assertTrue(err.toString().contains("make-certs"), err::toString);
    }
}
