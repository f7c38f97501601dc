package io.nkmedia.bench;

import java.io.IOException;

/** What is measured in one go, on servers of its own. */
interface Part {
    void measure(Site site) throws IOException;
}
