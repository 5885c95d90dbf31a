import type { Page } from 'playwright-core'

/** What the policy of a page refuses when a script, an image and a request are tried on it. */
export const refusals = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'document.title = "changed"'
    const image = new Image()
    image.src = 'http://127.0.0.1:9/logo.svg'
    document.body.append(script, image)
    await fetch('http://127.0.0.1:9/').catch(() => undefined)
    await new Promise((done) => setTimeout(done, 100))
    return violations.sort()
  })
