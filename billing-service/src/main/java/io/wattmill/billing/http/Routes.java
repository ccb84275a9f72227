// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

/** Some routes that belong together, with their paths. */
interface Routes {

    /** Enters each into the table. */
    void enter(RouteTable table);
}
