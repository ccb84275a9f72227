// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.recording.Pseudonyms;
import io.wattmill.gateway.recording.RecordedCounts;
import io.wattmill.gateway.recording.RecordingLines;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

class RecordingFolderTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final byte[] LINE = "{\"arrival_us\":7}\n".getBytes(StandardCharsets.UTF_8);

    private final Path folder;

    RecordingFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static RecordingConfig config() {
        return Configuration.parse(
                        "",
                        Map.of(
                                "WATTMILL_RECORDING_FILE_BYTES", "65536",
                                "WATTMILL_RECORDING_TOTAL_BYTES", "1048576",
                                "WATTMILL_RECORDING_KEEP_DAYS", "3"))
                .section("recording", RecordingConfig.class);
    }

    private RecordingFolder open() throws IOException {
        RecordingLines lines = new RecordingLines(new Pseudonyms(new byte[32]));
        return RecordingFolder.open(folder, config(), lines);
    }

    private static void append(RecordingFolder to, LocalDate day, int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            to.append(day, LINE, RecordedCounts.one(7));
        }
    }

    private List<String> text(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    @Test
    void putsALineBeforeAndALineBehindTheRequestsOfADay() throws IOException {
        RecordingFolder recording = open();
        append(recording, DAY, 2);
        append(recording, DAY.plusDays(1), 1);
        recording.end();
        List<String> first = text("2026-11-22.0.jsonl");
        assertEquals(4, first.size());
        assertTrue(first.getFirst().startsWith("{\"recording\":\"wattmill\",\"version\":1,"));
        assertEquals(
                "{\"end\":{\"requests\":2,\"dropped\":0,\"from_us\":7,\"to_us\":7}}",
                first.getLast());
        assertEquals(3, text("2026-11-23.0.jsonl").size());
        assertEquals(
                List.of(DAY, DAY.plusDays(1)),
                recording.days().stream().map(RecordedDay::day).toList());
    }

    @Test
    void goesOnInTheSameFileAfterARestart() throws IOException {
        RecordingFolder before = open();
        append(before, DAY, 2);
        before.append(DAY, new byte[0], RecordedCounts.lost(5));
        before.end();
        RecordingFolder after = open();
        append(after, DAY, 1);
        after.end();
        assertEquals(new RecordedCounts(3, 5, 7, 7), open().days().getFirst().counts());
        assertEquals(6, text("2026-11-22.0.jsonl").size());
    }

    @Test
    void dropsTheLineThatACrashCutOff() throws IOException {
        append(open(), DAY, 3);
        Path file = folder.resolve("2026-11-22.0.jsonl");
        Files.writeString(file, "{\"arrival_us\":9,\"ten", StandardOpenOption.APPEND);
        RecordingFolder after = open();
        assertEquals(new RecordedCounts(3, 0, 7, 7), after.days().getFirst().counts());
        append(after, DAY, 1);
        after.end();
        List<String> lines = text("2026-11-22.0.jsonl");
        assertEquals(6, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.endsWith("}")), lines.toString());
    }

    @Test
    void beginsAnotherFileWhenOneIsFull() throws IOException {
        RecordingFolder recording = open();
        append(recording, DAY, 65_536 / LINE.length + 2);
        assertEquals(2, recording.days().getFirst().files().size());
        assertTrue(text("2026-11-22.0.jsonl").getLast().startsWith("{\"end\":"));
        assertTrue(Files.size(folder.resolve("2026-11-22.0.jsonl")) < 65_536 + 200);
    }

    @Test
    void keepsSoManyDaysAndNoMoreBytesThanItMay() throws IOException {
        RecordingFolder recording = open();
        append(recording, DAY.minusDays(3), 1);
        append(recording, DAY.minusDays(2), 1);
        assertEquals(0, recording.retire(DAY));
        assertEquals(DAY.minusDays(2), recording.days().getFirst().day());
        byte[] many = "{\"arrival_us\":7}\n".repeat(3_000).getBytes(StandardCharsets.UTF_8);
        int gone = 0;
        for (int i = 0; i < 60; i++) {
            recording.append(DAY, many, RecordedCounts.one(7));
            gone += recording.retire(DAY);
        }
        long bytes = recording.days().stream().mapToLong(RecordedDay::bytes).sum();
        assertTrue(bytes <= 1_048_576, "kept " + bytes);
        assertTrue(gone > 5, "went " + gone);
        try (var files = Files.list(folder)) {
            assertEquals(
                    recording.days().stream().mapToLong(day -> day.files().size()).sum(),
                    files.count());
        }
    }

    @Test
    void goesOnWhenSomebodyDeletesAFile() throws IOException {
        RecordingFolder recording = open();
        append(recording, DAY, 2);
        Files.delete(folder.resolve("2026-11-22.0.jsonl"));
        append(recording, DAY, 1);
        assertEquals(1, recording.days().getFirst().counts().requests());
    }

    @Test
    void letsNobodyElseReadTheFiles() throws IOException {
        append(open(), DAY, 1);
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]",
                Files.getPosixFilePermissions(folder.resolve("2026-11-22.0.jsonl")).stream()
                        .sorted()
                        .toList()
                        .toString());
    }
}
