// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A question to the usage or costs API. Times are epoch seconds and whole minutes, which is as
 * finely as usage is kept.
 *
 * @param fromS start of this page: the start of the question, or where the page before ended
 * @param endS exclusive
 * @param limit most buckets of the page
 */
public record ReportQuery(
        ReportKind kind,
        long fromS,
        long endS,
        BucketWidth width,
        int limit,
        Filter filter,
        Set<GroupKey> groupBy) {

    /**
     * Which usage counts; an empty list is no restriction.
     *
     * @param lineItems of costs; other reports have none
     * @param batch present when only batch, or only other, requests count
     */
    public record Filter(
            List<String> projectIds,
            List<String> userIds,
            List<String> apiKeyIds,
            List<String> models,
            List<String> lineItems,
            Optional<Boolean> batch) {}

    /** A bucket: start inclusive, end exclusive, epoch seconds. */
    public record Span(long startS, long endS) {}

    /**
     * The buckets of this page: cut at whole widths of UTC, the first and the last clipped to the
     * question.
     */
    public List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        long start = fromS;
        while (start < endS && spans.size() < limit) {
            long end =
                    Math.min(
                            endS,
                            Math.floorDiv(start, width.seconds()) * width.seconds()
                                    + width.seconds());
            spans.add(new Span(start, end));
            start = end;
        }
        return spans;
    }

    /** The number from 0 of the bucket of {@link #spans} that an instant, epoch seconds, is in. */
    public int bucketAt(long epochS) {
        return (int)
                (Math.floorDiv(epochS, width.seconds()) - Math.floorDiv(fromS, width.seconds()));
    }

    /** The same question restricted to one project, for callers that may see no other. */
    public ReportQuery within(String projectId) {
        Filter own =
                new Filter(
                        List.of(projectId),
                        filter.userIds(),
                        filter.apiKeyIds(),
                        filter.models(),
                        filter.lineItems(),
                        filter.batch());
        return new ReportQuery(kind, fromS, endS, width, limit, own, groupBy);
    }
}
