// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import io.vertx.core.Future;

import java.util.List;

/**
 * One run of all checks.
 *
 * @param id of the run
 * @param startedAtUs epoch microseconds: what was booked later is not looked at
 * @param checks what came of it
 */
public record Verification(long id, long startedAtUs, Future<List<CheckResult>> checks) {}
