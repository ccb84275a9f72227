// SPDX-License-Identifier: Apache-2.0
/**
 * OpenAI's organization usage and costs: what may be asked, and what the answer looks like. Pure:
 * must not know SQL or HTTP. Start at {@link io.wattmill.billing.report.ReportParser}.
 */
@NullMarked
package io.wattmill.billing.report;

import org.jspecify.annotations.NullMarked;
