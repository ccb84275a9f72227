// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the books: one request with its joules, and sums for the usage API; and keeps what owners
 * report of their requests. Must not know HTTP. Start at {@link
 * io.wattmill.billing.query.RequestStore} and {@link io.wattmill.billing.query.ReportStore}.
 */
@NullMarked
package io.wattmill.billing.query;

import org.jspecify.annotations.NullMarked;
