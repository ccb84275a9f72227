// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

import io.wattmill.billing.report.ReportQuery.Span;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A page of the usage or costs API, field by field as OpenAI's openapi.yaml has it; null where it
 * says nullable.
 */
public record ReportPage(
        String object, List<Bucket> data, boolean hasMore, @Nullable String nextPage) {

    /** One bucket of time. */
    public record Bucket(String object, long startTime, long endTime, List<Result> results) {}

    /** One row of a bucket. */
    public sealed interface Result {}

    /** What a row is grouped by; null for what it is not. */
    public record Group(
            @Nullable String projectId,
            @Nullable String userId,
            @Nullable String apiKeyId,
            @Nullable String model,
            @Nullable Boolean batch,
            @Nullable String serviceTier,
            @Nullable String apiSource,
            @Nullable String lineItem) {}

    /**
     * {@code organization.usage.completions.result}; {@code input_tokens} includes cached and
     * cache-write tokens, the {@code text}, {@code audio} and {@code image} ones are uncached. Its
     * optional parts of cache writes by retention are left out: the books do not know how long one
     * is kept.
     */
    public record UsageResult(
            String object,
            long inputTokens,
            long outputTokens,
            long numModelRequests,
            long inputCachedTokens,
            long inputCacheWriteTokens,
            long inputUncachedTokens,
            long inputTextTokens,
            long outputTextTokens,
            long inputCachedTextTokens,
            long inputAudioTokens,
            long inputCachedAudioTokens,
            long outputAudioTokens,
            long inputImageTokens,
            long inputCachedImageTokens,
            long outputImageTokens,
            @Nullable String projectId,
            @Nullable String userId,
            @Nullable String apiKeyId,
            @Nullable String model,
            @Nullable Boolean batch,
            @Nullable String serviceTier,
            @Nullable String apiSource)
            implements Result {}

    /** Money of a costs row. */
    public record Amount(BigDecimal value, String currency) {}

    /** {@code organization.costs.result}. */
    public record CostResult(
            String object,
            Amount amount,
            @Nullable String lineItem,
            @Nullable String projectId,
            @Nullable String userId,
            @Nullable String apiKeyId,
            @Nullable String apiSource,
            @Nullable Long quantity,
            @Nullable String quantityUnit)
            implements Result {}

    /** Sums of a row, in tokens and nano-units. */
    public record Sums(
            long requests,
            long uncached,
            long cacheRead,
            long cacheWrite,
            long output,
            long nano,
            String currency) {

        long input() {
            return uncached + cacheRead + cacheWrite;
        }
    }

    private static final int NANO_DIGITS = 9;

    /**
     * A page: every bucket of the question, also those without a row. {@code rows} by number of
     * bucket from 0.
     */
    public static ReportPage of(ReportQuery query, Map<Integer, List<Result>> rows) {
        List<Span> spans = query.spans();
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            buckets.add(
                    new Bucket(
                            "bucket", span.startS(), span.endS(), rows.getOrDefault(i, List.of())));
        }
        long reached = spans.isEmpty() ? query.endS() : spans.getLast().endS();
        boolean more = reached < query.endS();
        return new ReportPage("page", buckets, more, more ? PageCursor.encode(reached) : null);
    }

    /** A row of the usage API. */
    public static Result usage(Group group, Sums sums) {
        return new UsageResult(
                "organization.usage.completions.result",
                sums.input(),
                sums.output(),
                sums.requests(),
                sums.cacheRead(),
                sums.cacheWrite(),
                sums.uncached(),
                sums.uncached(),
                sums.output(),
                sums.cacheRead(),
                0,
                0,
                0,
                0,
                0,
                0,
                group.projectId(),
                group.userId(),
                group.apiKeyId(),
                group.model(),
                group.batch(),
                group.serviceTier(),
                group.apiSource());
    }

    /** A row of the costs API; a quantity only where the row is tokens of one kind. */
    public static Result cost(Group group, Sums sums) {
        boolean ofOneKind = group.lineItem() != null && sums.requests() > 0;
        return new CostResult(
                "organization.costs.result",
                new Amount(
                        BigDecimal.valueOf(sums.nano(), NANO_DIGITS),
                        sums.currency().toLowerCase(Locale.ROOT)),
                group.lineItem(),
                group.projectId(),
                group.userId(),
                group.apiKeyId(),
                group.apiSource(),
                ofOneKind ? sums.input() + sums.output() : null,
                ofOneKind ? "tokens" : null);
    }
}
