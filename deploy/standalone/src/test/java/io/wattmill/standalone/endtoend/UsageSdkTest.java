// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.admin.organization.usage.UsageAudioSpeechesParams;
import com.openai.models.admin.organization.usage.UsageAudioTranscriptionsParams;
import com.openai.models.admin.organization.usage.UsageCodeInterpreterSessionsParams;
import com.openai.models.admin.organization.usage.UsageCompletionsParams;
import com.openai.models.admin.organization.usage.UsageCompletionsResponse.Data;
import com.openai.models.admin.organization.usage.UsageCompletionsResponse.Data.Result.OrganizationUsageCompletionsResult;
import com.openai.models.admin.organization.usage.UsageCostsParams;
import com.openai.models.admin.organization.usage.UsageCostsResponse.Data.Result.OrganizationCostsResult;
import com.openai.models.admin.organization.usage.UsageDecisionsParams;
import com.openai.models.admin.organization.usage.UsageEmbeddingsParams;
import com.openai.models.admin.organization.usage.UsageFileSearchCallsParams;
import com.openai.models.admin.organization.usage.UsageImagesParams;
import com.openai.models.admin.organization.usage.UsageModerationsParams;
import com.openai.models.admin.organization.usage.UsageVectorStoresParams;
import com.openai.models.admin.organization.usage.UsageWebSearchCallsParams;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.services.blocking.admin.organization.UsageService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The admin calls of OpenAI's SDK, unchanged, against the running suite. */
@ExtendWith(SharedSuite.class)
class UsageSdkTest {

    private static final long DAY_S = 86_400;

    private final LiveSuite suite;
    private final OpenAIClient developer;
    private final UsageService usage;
    private final long start = dayBefore();

    UsageSdkTest(LiveSuite suite) {
        this.suite = suite;
        var url = suite.url() + "/v1";
        this.developer =
                OpenAIOkHttpClient.builder().baseUrl(url).apiKey(suite.keys().developer()).build();
        this.usage =
                OpenAIOkHttpClient.builder()
                        .baseUrl(url)
                        .adminApiKey(suite.keys().admin())
                        .build()
                        .admin()
                        .organization()
                        .usage();
    }

    private static long dayBefore() {
        CalendarEdge.awayFrom(ChronoUnit.DAYS);
        return Instant.now().getEpochSecond() - DAY_S;
    }

    @Test
    void completionsAreCountedAtOnceAndGrouped() {
        // Settled in the order of their ends: behind this one nothing of another test is due.
        served();
        var before = completions();
        var tokens = served();
        var after = completions();

        assertEquals(1, sum(after, Row::requests) - sum(before, Row::requests));
        assertEquals(tokens.input(), sum(after, Row::input) - sum(before, Row::input));
        assertEquals(tokens.output(), sum(after, Row::output) - sum(before, Row::output));
        var row =
                after.stream()
                        .map(Row::result)
                        .filter(each -> each.model().orElseThrow().equals(Api.MODEL))
                        .reduce((_, later) -> later)
                        .orElseThrow();
        assertFalse(row.projectId().orElseThrow().isBlank());
        assertTrue(row.serviceTier().isPresent());
        assertTrue(row.userId().isEmpty() && row.batch().isEmpty());
        assertEquals(
                row.inputTokens(),
                row.inputCachedTokens().orElseThrow()
                        + row.inputCacheWriteTokens().orElseThrow()
                        + row.inputUncachedTokens().orElseThrow());
    }

    @Test
    void pagesFollowEachOtherToTheEnd() {
        served();
        var question = minutes().limit(500L);
        var page = usage.completions(question.build()).validate();
        var rows = new ArrayList<>(rows(page.data()));
        while (page.hasMore()) {
            page = usage.completions(question.page(page.nextPage()).build()).validate();
            rows.addAll(rows(page.data()));
        }
        assertTrue(page.nextPage().isEmpty());
        assertEquals(
                sum(rows(usage.completions(minutes().limit(1_440L).build()).data()), Row::requests),
                sum(rows, Row::requests));
    }

    @Test
    void costsHaveLineItemsThatSumToWhatIsCharged() {
        served();
        var lines = costs(UsageCostsParams.GroupBy.LINE_ITEM, UsageCostsParams.GroupBy.PROJECT_ID);
        var all = costs(UsageCostsParams.GroupBy.PROJECT_ID);
        assertTrue(lines.stream().anyMatch(l -> l.lineItem().orElseThrow().endsWith(", output")));
        assertTrue(lines.stream().allMatch(l -> l.quantity().orElseThrow() > 0));
        assertEquals("usd", lines.getFirst().amount().orElseThrow().currency().orElseThrow());
        assertEquals(dollars(all), dollars(lines), 1e-9);
        assertTrue(dollars(all) > 0);
    }

    /** A client that walks every kind must not stumble over what we do not serve. */
    @Test
    void whatIsNotServedHasEmptyBuckets() {
        requireEmpty(
                usage.decisions(UsageDecisionsParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.embeddings(UsageEmbeddingsParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.moderations(UsageModerationsParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.images(UsageImagesParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.audioSpeeches(UsageAudioSpeechesParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.audioTranscriptions(
                                UsageAudioTranscriptionsParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.vectorStores(UsageVectorStoresParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.codeInterpreterSessions(
                                UsageCodeInterpreterSessionsParams.builder()
                                        .startTime(start)
                                        .build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.fileSearchCalls(UsageFileSearchCallsParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
        requireEmpty(
                usage.webSearchCalls(UsageWebSearchCallsParams.builder().startTime(start).build())
                        .validate()
                        .data(),
                bucket -> bucket.results());
    }

    private static <T> void requireEmpty(List<T> buckets, Function<T, List<?>> results) {
        assertEquals(2, buckets.size(), buckets::toString);
        assertTrue(
                buckets.stream().allMatch(bucket -> results.apply(bucket).isEmpty()),
                buckets::toString);
    }

    private record Tokens(long input, long output) {}

    /** A row, and what it counts. */
    private record Row(OrganizationUsageCompletionsResult result) {

        long requests() {
            return result.numModelRequests();
        }

        long input() {
            return result.inputTokens();
        }

        long output() {
            return result.outputTokens();
        }
    }

    /** One completion that the ledger has. */
    private Tokens served() {
        var completion =
                developer
                        .chat()
                        .completions()
                        .create(
                                ChatCompletionCreateParams.builder()
                                        .model(Api.MODEL)
                                        .addUserMessage("how many watts?")
                                        .maxCompletionTokens(20)
                                        .build());
        suite.developer().ledger(completion.id());
        var used = completion.usage().orElseThrow();
        return new Tokens(used.promptTokens(), used.completionTokens());
    }

    private UsageCompletionsParams.Builder minutes() {
        return UsageCompletionsParams.builder()
                .startTime(start + 120)
                .bucketWidth(UsageCompletionsParams.BucketWidth._1M)
                .addGroupBy(UsageCompletionsParams.GroupBy.PROJECT_ID)
                .addGroupBy(UsageCompletionsParams.GroupBy.MODEL)
                .addGroupBy(UsageCompletionsParams.GroupBy.SERVICE_TIER);
    }

    private List<Row> completions() {
        return rows(usage.completions(minutes().limit(1_440L).build()).validate().data());
    }

    private static List<Row> rows(List<Data> data) {
        return data.stream()
                .flatMap(bucket -> bucket.results().stream())
                .map(result -> new Row(result.asOrganizationUsageCompletions()))
                .toList();
    }

    private static long sum(List<Row> rows, ToLongFunction<Row> of) {
        return rows.stream().mapToLong(of).sum();
    }

    private List<OrganizationCostsResult> costs(UsageCostsParams.GroupBy... by) {
        var question = UsageCostsParams.builder().startTime(start).groupBy(List.of(by)).build();
        return usage.costs(question).validate().data().stream()
                .flatMap(bucket -> bucket.results().stream())
                .map(result -> result.asOrganizationCosts())
                .toList();
    }

    private static double dollars(List<OrganizationCostsResult> rows) {
        return rows.stream()
                .mapToDouble(row -> row.amount().orElseThrow().value().orElseThrow())
                .sum();
    }
}
