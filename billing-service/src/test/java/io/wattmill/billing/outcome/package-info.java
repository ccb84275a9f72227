// SPDX-License-Identifier: Apache-2.0
/** What came of requests, from the report to the counters. */
@NullMarked
package io.wattmill.billing.outcome;

import org.jspecify.annotations.NullMarked;
