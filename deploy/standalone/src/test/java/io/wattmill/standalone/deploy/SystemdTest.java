// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.standalone.process.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class SystemdTest {

    private static final Path SETTINGS = Repository.SYSTEMD.resolve("wattmill.yaml");
    private static final Path AGENT_SETTINGS = Repository.SYSTEMD.resolve("wattmill-agent.yaml");

    /** Highest exposure that systemd-analyze may find, in tenths: 20 is "OK", 100 is the worst. */
    private static final String EXPOSURE_LIMIT = "20";

    private static final List<String> HARDENING =
            List.of(
                    "NoNewPrivileges=yes",
                    "CapabilityBoundingSet=",
                    "ProtectSystem=strict",
                    "ProtectHome=yes",
                    "PrivateTmp=yes",
                    "SystemCallFilter=@system-service",
                    "Restart=on-failure",
                    "UMask=0077");

    /** A unit's lines, in order, without comments. */
    private record Unit(String name, List<String> lines) {

        static Unit read(Path file) {
            try {
                List<String> lines =
                        Files.readAllLines(file).stream()
                                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                                .toList();
                return new Unit(String.valueOf(file.getFileName()), lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> values(String key) {
            return lines.stream()
                    .filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1))
                    .toList();
        }

        /** What its command line runs, as the command line itself understands it. */
        Program program() {
            List<String> words = List.of(values("ExecStart").getFirst().split(" "));
            assertEquals("/opt/wattmill/wattmill", words.getFirst());
            return Repository.program(words.subList(1, words.size()));
        }

        boolean isAgent() {
            return name.equals("wattmill-agent.service");
        }
    }

    private final List<Unit> services =
            Repository.files(Repository.SYSTEMD, ".service").stream().map(Unit::read).toList();

    SystemdTest() throws IOException {}

    @Test
    void runsCommandsOfTheCommandLine() {
        for (Unit unit : services) {
            String program = "wattmill-" + unit.program().label() + ".service";
            assertEquals(unit.name(), program);
        }
        assertEquals(Program.values().length, services.size());
    }

    @Test
    void takesAwayWhatAServiceDoesNotNeed() {
        for (Unit unit : services) {
            HARDENING.forEach(
                    line -> assertTrue(unit.lines().contains(line), unit.name() + ": " + line));
            boolean ownUser =
                    unit.lines()
                            .contains(unit.isAgent() ? "User=wattmill-agent" : "DynamicUser=yes");
            assertTrue(ownUser, unit.name());
            String devices = unit.isAgent() ? "DevicePolicy=closed" : "PrivateDevices=yes";
            assertTrue(unit.lines().contains(devices), unit.name());
        }
    }

    @Test
    void letsTheAgentReadADriverThatIsLoadedLater() {
        List<String> allowed =
                services.stream()
                        .filter(Unit::isAgent)
                        .flatMap(unit -> unit.values("DeviceAllow").stream())
                        .toList();
        assertTrue(allowed.contains("/dev/char/195:255 rw"), "nvidiactl, by its number");
        for (int gpu = 0; gpu < 16; gpu++) {
            assertTrue(allowed.contains("/dev/char/195:%d rw".formatted(gpu)), "GPU " + gpu);
        }
    }

    @Test
    void setsOnlySettingsThatExist() {
        for (Unit unit : services) {
            Map<String, String> environment = environment(unit);
            Path yaml = unit.isAgent() ? AGENT_SETTINGS : SETTINGS;
            Repository.checkSettings(unit.program(), yaml, environment);
            assertEquals(
                    unit.isAgent(),
                    "false".equals(environment.get("WATTMILL_CLUSTER_ENABLED")),
                    unit.name());
        }
    }

    /** What the process would see: variables, and credentials that are settings. */
    private static Map<String, String> environment(Unit unit) {
        Map<String, String> environment = new HashMap<>();
        unit.values("Environment").stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .map(assignment -> assignment.split("=", 2))
                .forEach(pair -> environment.put(pair[0], pair[1].replaceAll("%[dS]", "/run")));
        unit.values("LoadCredential").stream()
                .map(line -> line.substring(0, line.indexOf(':')))
                .filter(name -> name.startsWith("WATTMILL_"))
                .forEach(
                        name ->
                                environment.put(
                                        name, Base64.getEncoder().encodeToString(new byte[32])));
        return environment;
    }

    @Test
    void givesEachProcessPortsOfItsOwn() {
        List<String> ports =
                services.stream()
                        .map(SystemdTest::environment)
                        .flatMap(environment -> environment.entrySet().stream())
                        .filter(entry -> entry.getKey().endsWith("_PORT"))
                        .map(Map.Entry::getValue)
                        .sorted()
                        .toList();
        assertEquals(ports.stream().distinct().toList(), ports);
    }

    @Test
    void stopsLaterThanItsProcessDrains() throws IOException {
        assertTrue(Files.readString(SETTINGS).contains("drain-timeout: 35s"));
        services.forEach(
                unit -> assertEquals(List.of("60s"), unit.values("TimeoutStopSec"), unit.name()));
    }

    @Test
    void satisfiesSystemd(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Repository.has("systemd-analyze"), "skipped: systemd-analyze is not here");
        copyRunnable(folder);
        List<String> units =
                Stream.of(".service", ".target")
                        .flatMap(ending -> names(folder, ending).stream())
                        .toList();
        List<String> verify = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
        units.forEach(unit -> verify.add("./" + unit));
        Repository.Run run = Repository.run(folder, verify);
        assertEquals(0, run.exitCode(), run.output());
        assertEquals("", run.output());
    }

    @Test
    void isHardlyExposed(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Repository.has("systemd-analyze"), "skipped: systemd-analyze is not here");
        copyRunnable(folder);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "systemd-analyze",
                                "security",
                                "--offline=yes",
                                "--no-pager",
                                "--threshold=" + EXPOSURE_LIMIT));
        command.addAll(names(folder, ".service"));
        Repository.Run run = Repository.run(folder, command);
        assertEquals(0, run.exitCode(), run.output());
    }

    /** Copies of the units that name a program which this machine has. */
    private void copyRunnable(Path folder) throws IOException {
        for (String ending : List.of(".service", ".target")) {
            for (Path unit : Repository.files(Repository.SYSTEMD, ending)) {
                String text = Files.readString(unit).replace("/opt/wattmill/wattmill", "/bin/true");
                Files.writeString(folder.resolve(unit.getFileName()), text);
            }
        }
    }

    private static List<String> names(Path folder, String ending) {
        try {
            return Repository.files(folder, ending).stream()
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
