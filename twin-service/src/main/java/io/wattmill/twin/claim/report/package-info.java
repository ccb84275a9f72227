// SPDX-License-Identifier: Apache-2.0
/**
 * A tested claim as text for a terminal and as JSON. Pure.
 *
 * <p>Knows what a report holds and how it is written; decides nothing.
 *
 * <p>Start reading at {@link io.wattmill.twin.claim.report.ClaimReportText}.
 */
@NullMarked
package io.wattmill.twin.claim.report;

import org.jspecify.annotations.NullMarked;
