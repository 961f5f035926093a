import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from '../../client/client-error.js';
import type { sectionFrameEnglish } from '../../i18n/en/section-frame.js';
import type { sharedLaterEnglish } from '../../i18n/en/shared-later.js';
import { failureSentence, type FailureSentences } from '../failure-sentence.js';

type Strings = typeof sharedLaterEnglish & FailureSentences & typeof sectionFrameEnglish;
type Part = TemplateResult | typeof nothing;

export interface SectionContent {
  /** Below the heading. */
  text: TemplateResult;
  /** At the end side, on the heading's line. */
  end?: Part;
  /** Beside the heading. */
  beside?: Part;
  /** Below all that. */
  rest?: Part;
  /** What has just happened, announced. */
  notice?: Part;
}

/** The card, whatever is in it. */
export function sectionFrame(strings: Strings, content: SectionContent, busy = false): TemplateResult {
  const { text, end = nothing, beside = nothing, rest = nothing, notice = nothing } = content;
  return html`
    <section class="section" part="section" aria-labelledby="heading" aria-busy=${busy}>
      <div class="head" part="head">
        <div class="text">
          <div class="title">
            <h2 id="heading" part="heading" tabindex="-1">${strings.heading}</h2>
            ${beside}
          </div>
          ${text}
        </div>
        ${end}
      </div>
      ${rest}
      <div role="status" part="notice">${notice}</div>
    </section>
  `;
}

/** As tall as what will take its place. */
export function loadingView(strings: Strings): TemplateResult {
  const text = html`
    <span class="visually-hidden">${strings.loading}</span>
    <div class="skeleton line"></div>
    <div class="skeleton short"></div>
  `;
  return sectionFrame(strings, { text, end: html`<div class="skeleton action"></div>` }, true);
}

export function unreachableView(strings: Strings, failure: Failure, tryAgain: () => void): TemplateResult {
  return sectionFrame(strings, {
    text: html`<p class="error" part="error" role="alert">
      ${strings.sectionUnreachable} ${failureSentence(failure, strings)}
    </p>`,
    end: html`<button class="button tall" part="button" type="button" @click=${tryAgain}>${strings.tryAgain}</button>`,
  });
}
