// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.wattmill.twin.answer.SampleAnswer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.StreamSupport;

class AnswerNoteTest {
    private static final String ODD =
            "a|b [[x]] #t `c`\n```\n---\n$x$ <b> ==h== %%c%% \"q\" : \\ [l](http://x) &amp;";

    @Test
    void isKeptAsAPersonLookedAtIt() throws Exception {
        Golden.assertSame("hall-2.md", AnswerNote.of(SampleAnswer.hall2(), false));
    }

    @Test
    void saysWhatLittleThereIs() throws Exception {
        Golden.assertSame("bare.md", AnswerNote.of(SampleAnswer.bare(), true));
    }

    @Test
    void frontMatterHasTheGardensKeysAndNoOthers() throws Exception {
        for (var name : List.of("hall-2", ODD)) {
            var front = front(AnswerNote.of(SampleAnswer.named(name), true));
            var keys =
                    StreamSupport.stream(
                                    ((Iterable<String>) front::fieldNames).spliterator(), false)
                            .toList();
            assertEquals(
                    List.of(
                            "title",
                            "publish",
                            "source",
                            "source_date",
                            "created",
                            "tags",
                            "permalink",
                            "aliases"),
                    keys);
            assertTrue(front.path("publish").asBoolean());
            assertTrue(front.path("permalink").asText().matches("[a-z0-9]+(-[a-z0-9]+)*"));
            assertEquals("2026-11-22", front.path("created").asText());
        }
    }

    @Test
    void noNameIsTakenForMarkup() {
        var plain = AnswerNote.of(SampleAnswer.hall2(), false);
        var odd = AnswerNote.of(SampleAnswer.named(ODD), false);
        assertEquals(fences(plain), fences(odd));
        assertEquals(plain.lines().count(), odd.lines().count());
        assertEquals(columns(plain), columns(odd));
        assertFalse(body(odd).contains("[["), odd);
        assertFalse(body(odd).contains(" #t"), odd);
        assertFalse(body(odd).contains("<b>"), odd);
    }

    private static JsonNode front(String note) throws Exception {
        return new YAMLMapper().readTree(note.substring(4, note.indexOf("\n---\n", 4)));
    }

    /** Without front matter, charts and command lines, in which nothing is markup. */
    private static String body(String note) {
        return note.substring(note.indexOf("\n---\n", 4) + 5)
                .replaceAll("(?s)```mermaid.*?\n```\n", "")
                .replaceAll("(?m)^    .*$", "");
    }

    private static long fences(String note) {
        return note.lines().filter(line -> line.startsWith("```")).count();
    }

    private static List<Long> columns(String note) {
        return body(note)
                .lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.replace("\\\\", "").replace("\\|", ""))
                .map(line -> line.chars().filter(c -> c == '|').count())
                .toList();
    }
}
