package io.nkmedia.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClauseTest {
    @Test
    void header_isCutIntoClauses_quotedCommasStay() {
        var clauses = Clause.all("a.b;c.d;version=\"[1,2)\";resolution:=optional,e;x:List<String>=\"p,q\", f");
        assertThat(clauses).hasSize(3);
        assertThat(clauses.get(0).paths()).containsExactly("a.b", "c.d");
        assertThat(clauses.get(0).attributes()).containsEntry("version", "[1,2)");
        assertThat(clauses.get(0).isOptional()).isTrue();
        assertThat(clauses.get(1).attributes()).containsEntry("x", "p,q");
        assertThat(clauses.get(1).isOptional()).isFalse();
        assertThat(clauses.get(2).paths()).containsExactly("f");
    }

    @Test
    void filter_withEqualsSignsInQuotes_isOneDirective() {
        var clause = Clause.all("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"")
                .get(0);
        assertThat(clause.paths()).containsExactly("osgi.ee");
        assertThat(clause.directives()).containsEntry("filter", "(&(osgi.ee=JavaSE)(version=17))");
    }

    @Test
    void noHeader_hasNoClause() {
        assertThat(Clause.all(null)).isEmpty();
        assertThat(Clause.all(" ")).isEmpty();
    }
}
