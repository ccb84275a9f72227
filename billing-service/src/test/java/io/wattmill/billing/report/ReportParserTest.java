// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.report.ReportQuery.Span;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class ReportParserTest {

    private static final long NOW_S = 1_767_225_600;

    @Test
    void takesOpenAisDefaults() {
        ReportQuery query = valid(ReportKind.COMPLETIONS, Map.of("start_time", "1767000000"));
        assertEquals(BucketWidth.DAY, query.width());
        assertEquals(7, query.limit());
        assertEquals(NOW_S + 60, query.endS());
        assertEquals(Set.of(), query.groupBy());
    }

    @Test
    void listsAreRepeatedOrBracketedOrWithCommas() {
        Map<String, List<String>> parameters =
                Map.of(
                        "start_time",
                        List.of("0"),
                        "models",
                        List.of("a,b"),
                        "models[]",
                        List.of("c"),
                        "group_by[]",
                        List.of("model", "project_id"));
        ReportQuery query =
                ((ReportParser.Valid) ReportParser.parse(ReportKind.COMPLETIONS, parameters, NOW_S))
                        .query();
        assertEquals(List.of("a", "b", "c"), query.filter().models());
        assertEquals(Set.of(GroupKey.MODEL, GroupKey.PROJECT_ID), query.groupBy());
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETIONS, limit, 0",
        "COMPLETIONS, limit, 32",
        "COMPLETIONS, limit, x",
        "COMPLETIONS, bucket_width, 2d",
        "COSTS, bucket_width, 1h",
        "COSTS, group_by, model",
        "COMPLETIONS, group_by, line_item",
        "COMPLETIONS, end_time, 1",
        "COMPLETIONS, start_time, 1767000000000",
        "COMPLETIONS, start_time, -1",
        "COMPLETIONS, page, page_x",
        "COMPLETIONS, page, ''",
        "COMPLETIONS, batch, maybe"
    })
    void namesTheParameterThatIsWrong(ReportKind kind, String name, String value) {
        Map<String, String> parameters = new HashMap<>(Map.of("start_time", "1767000000"));
        parameters.put(name, value);
        assertEquals(name, invalid(kind, parameters).parameter());
    }

    @Test
    void wantsAStart() {
        assertEquals("start_time", invalid(ReportKind.COSTS, Map.of()).parameter());
    }

    @Test
    void aQuestionIsAboutWholeMinutes() {
        ReportQuery query =
                valid(
                        ReportKind.COMPLETIONS,
                        Map.of("start_time", "1736616689", "end_time", "1736616721"));
        assertEquals(List.of(new Span(1_736_616_660, 1_736_616_780)), query.spans());
    }

    @Test
    void lineItemsHaveCommasInThem() {
        ReportQuery query =
                valid(ReportKind.COSTS, Map.of("start_time", "0", "line_items[]", "m, input"));
        assertEquals(List.of("m, input"), query.filter().lineItems());
    }

    @Test
    void eachKindMayBeGroupedByItsOwnKeysOnly() {
        for (ReportKind kind : ReportKind.values()) {
            for (GroupKey key : GroupKey.values()) {
                Map<String, String> parameters = Map.of("start_time", "0", "group_by", key.wire());
                assertEquals(
                        kind.groupKeys().contains(key),
                        parse(kind, parameters) instanceof ReportParser.Valid,
                        kind + " by " + key);
            }
        }
    }

    @Property
    void pagesCoverTheQuestionWithoutGapOrOverlap(
            @ForAll @LongRange(min = 0, max = 400_000) long startS,
            @ForAll @LongRange(min = 0, max = 400_000) long lengthS,
            @ForAll BucketWidth width,
            @ForAll @LongRange(min = 1, max = 31) long limit) {
        Map<String, String> parameters =
                new HashMap<>(
                        Map.of(
                                "start_time", Long.toString(startS),
                                "end_time", Long.toString(startS + lengthS),
                                "bucket_width", width.wire(),
                                "limit", Long.toString(limit)));
        List<Span> spans = new ArrayList<>();
        for (int pages = 0; pages < 20; pages++) {
            ReportQuery query = valid(ReportKind.COMPLETIONS, parameters);
            ReportPage page = ReportPage.of(query, Map.of());
            assertTrue(page.data().size() <= limit);
            spans.addAll(query.spans());
            String next = page.nextPage();
            assertEquals(next != null, page.hasMore());
            if (next == null) {
                break;
            }
            parameters.put("page", next);
        }
        long at = startS - startS % 60;
        for (Span span : spans) {
            assertEquals(at, span.startS());
            assertTrue(
                    span.endS() > span.startS() && span.endS() - span.startS() <= width.seconds());
            at = span.endS();
        }
    }

    private static ReportQuery valid(ReportKind kind, Map<String, String> parameters) {
        return assertInstanceOf(ReportParser.Valid.class, parse(kind, parameters)).query();
    }

    private static ReportParser.Invalid invalid(ReportKind kind, Map<String, String> parameters) {
        return assertInstanceOf(ReportParser.Invalid.class, parse(kind, parameters));
    }

    private static ReportParser.Parsed parse(ReportKind kind, Map<String, String> parameters) {
        Map<String, List<String>> lists = new HashMap<>();
        parameters.forEach((name, value) -> lists.put(name, List.of(value)));
        return ReportParser.parse(kind, lists, NOW_S);
    }
}
