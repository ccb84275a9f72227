// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;

class PointsFileTest {
    private static final String HEADER =
            "id,backend,model_path,system,precision,isl,osl,tp_size,batch_size,silicon_ttft_ms,"
                    + "silicon_tpot_ms\n";
    private static final String ROW =
            "\"a, \"\"b\"\"\",vllm,meta-llama/Llama-3.1-8B-Instruct,h100_sxm,bf16,1024,256,1,8,60,9\n";

    @Test
    void keepsItsColumnsAndAddsWhatItTells() throws IOException {
        List<String> lines = PredictedPoints.of(read(HEADER + ROW)).lines().toList();
        assertEquals(
                HEADER.strip() + ",predicted_ttft_ms,predicted_tpot_ms,predicted_reason",
                lines.getFirst());
        assertTrue(lines.get(1).startsWith(ROW.strip() + ","), lines.get(1));
        assertTrue(lines.get(1).matches(".*,\\d+\\.\\d{3},\\d+\\.\\d{3},"), lines.get(1));
    }

    @Test
    void saysInTheRowWhyItTellsNothing() throws IOException {
        String row = ROW.replace("h100_sxm", "abacus");
        PredictedPoints points = PredictedPoints.of(read(HEADER + ROW + row));
        assertTrue(
                points.lines().toList().get(2).endsWith(",,,GPU abacus is not in the catalogue"));
        String summary = PredictionSummary.text(points);
        assertTrue(summary.contains("1  predicted"), summary);
        assertTrue(summary.contains("1  of vllm with measured times"), summary);
    }

    @Test
    void aRaggedRowGetsItsReasonAndTheOthersTheirTimes() throws IOException {
        String wide = ROW.strip() + ",more\n";
        var lines = PredictedPoints.of(read(HEADER + "1,2\n" + wide + ROW)).lines().toList();
        assertEquals("1,2" + ",".repeat(12) + "has 2 of 11 cells", lines.get(1));
        assertEquals(ROW.strip() + ",,,has 12 of 11 cells", lines.get(2));
        assertTrue(lines.get(3).matches(".*,\\d+\\.\\d{3},\\d+\\.\\d{3},"), lines.get(3));
    }

    @Test
    void readsWhatASpreadsheetWrites() throws IOException {
        String text = "\uFEFF" + (HEADER + ROW).replace("\n", "\r\n");
        assertEquals(read(HEADER + ROW), read(text));
    }

    @Test
    void doesNotReadALineThatNeverEnds() {
        var endless =
                new Reader() {
                    private int given;

                    @Override
                    public int read(char[] into, int from, int length) {
                        given += length;
                        assertTrue(given < 1 << 20, "read on and on");
                        Arrays.fill(into, from, from + length, 'x');
                        return length;
                    }

                    @Override
                    public void close() {}
                };
        var refused =
                assertThrows(
                        PointsProblem.class, () -> PointsFile.read(new BufferedReader(endless)));
        assertEquals("line 1, column 65536: longer than 65536", refused.getMessage());
    }

    @Test
    void saysWhereAFileIsWrong() {
        assertEquals(
                "line 3, column 1: a quote is not closed; close it",
                problem(HEADER + ROW + "\"open,vllm\n"));
        assertTrue(problem("id,backend\n").startsWith("line 1: no column [model_path, system"));
        assertEquals("line 1: the file is empty; it begins with a header", problem(""));
    }

    private static String problem(String text) {
        return String.valueOf(assertThrows(PointsProblem.class, () -> read(text)).getMessage());
    }

    private static PointsFile read(String text) throws IOException {
        return PointsFile.read(new BufferedReader(new StringReader(text)));
    }
}
