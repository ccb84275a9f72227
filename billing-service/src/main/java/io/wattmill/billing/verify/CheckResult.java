// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/** What a check found. */
public record CheckResult(String name, boolean ok, String detail) {}
