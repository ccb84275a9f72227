// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import io.vertx.core.buffer.Buffer;
import io.wattmill.agent.source.SourceFailure;

/** What a GET gave. */
public sealed interface Scraped {

    /**
     * A whole body.
     *
     * @param body the bytes
     * @param atNanos monotonic instant that the values are taken for: half-way between asking and
     *     having the answer
     * @param atUs the same instant, epoch microseconds
     */
    record Page(Buffer body, long atNanos, long atUs) implements Scraped {}

    /** None, and why. */
    record Missed(SourceFailure failure) implements Scraped {}
}
